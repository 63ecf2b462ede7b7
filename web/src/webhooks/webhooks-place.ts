export type WebhooksPlace =
  | { page: 'endpoints' | 'deliveries' | 'ledger' | 'unknown' }
  | { page: 'endpoint'; id: number }
  | { page: 'delivery'; id: string };

/** @param rest what stands behind `/webhooks/` */
export function webhooksPlace(rest: string): WebhooksPlace {
  const [section = '', id = '', ...others] = rest
    .split('/')
    .filter((part, index) => part !== '' || index === 0);
  if (others.length > 0) return { page: 'unknown' };
  if (id === '') {
    if (section === '' || section === 'endpoints') return { page: 'endpoints' };
    return { page: section === 'deliveries' || section === 'ledger' ? section : 'unknown' };
  }
  if (section === 'endpoints' && /^\d{1,10}$/.test(id)) return { page: 'endpoint', id: Number(id) };
  if (section === 'deliveries') return { page: 'delivery', id };
  return { page: 'unknown' };
}
