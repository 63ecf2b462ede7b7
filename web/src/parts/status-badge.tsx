const TONES: Record<string, string> = {
  New: 'grey',
  Processing: 'blue busy',
  'Needs Review': 'amber',
  'Missing Info': 'orange',
  Ready: 'teal',
  Approved: 'green',
  Export: 'violet',
  Exception: 'red',
  Archived: 'grey',
};

/** The status of a document. */
export function StatusBadge({ status }: { status: string }) {
  return <span class={`badge ${TONES[status] ?? 'grey'}`}>{status}</span>;
}
