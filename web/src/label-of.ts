/** How they are written within words; all others in small letters. */
const WRITTEN: Record<string, string> = Object.fromEntries(
  ['ABN', 'AI', 'BIC', 'CRM', 'ERP', 'EU', 'GST', 'IBAN', 'ID', 'IP', 'PO', 'SKU', 'SWIFT', 'URL', 'VAT'].map(
    (word) => [word.toLowerCase(), word],
  ),
);

/** The name of a field in plain words: `po_number` is “PO number”. */
export function labelOf(key: string): string {
  const words = key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .filter(Boolean)
    .map((word) => WRITTEN[word.toLowerCase()] ?? word.toLowerCase());
  const text = words.join(' ');
  return text === '' ? key : text.charAt(0).toUpperCase() + text.slice(1);
}
