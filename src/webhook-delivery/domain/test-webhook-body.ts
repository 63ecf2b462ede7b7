/** The body of the one webhook that stands for no event. Flat, like all the others. */
export function testWebhookBody({
  eventId,
  endpointId,
  now,
}: {
  eventId: string;
  endpointId: number;
  now: Date;
}): string {
  return JSON.stringify({
    schema_version: '2.0',
    event: 'webhook.test',
    event_id: eventId,
    timestamp: now.toISOString(),
    endpoint_id: endpointId,
  });
}
