export const DELIVERY_STATES = [
  'pending',
  'delivering',
  'delivered',
  'parked',
  'superseded',
  'cancelled',
] as const;

export type DeliveryState = (typeof DELIVERY_STATES)[number];
