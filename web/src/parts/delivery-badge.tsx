const LOOKS: Record<string, [tone: string, label: string]> = {
  pending: ['amber', 'Waiting'],
  delivering: ['blue busy', 'Being sent'],
  delivered: ['green', 'Delivered'],
  parked: ['red', 'Parked'],
  superseded: ['grey', 'Superseded'],
  cancelled: ['grey', 'Cancelled'],
};

/** The state of a delivery. */
export function DeliveryBadge({ state }: { state: string }) {
  const [tone, label] = LOOKS[state] ?? ['grey', state];
  return <span class={`badge ${tone}`}>{label}</span>;
}
