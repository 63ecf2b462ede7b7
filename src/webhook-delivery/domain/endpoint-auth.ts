/** How a webhook shows the receiver who is calling, besides the signature. */
export type EndpointAuth =
  { type: 'none' } | { type: 'bearer'; token: string } | { type: 'header'; name: string; value: string };
