/** Lower case without accents: "Échéance", "ECHEANCE" and "échéance" are one word. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (!/[^\p{ASCII}]/u.test(lower)) return lower;
  return lower.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').replaceAll('’', "'");
}
