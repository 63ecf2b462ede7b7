/** What is wrong with references before anything is sent with them; the service has the last word. */
export function refsMistake(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return undefined;
  } catch {
    // Said below.
  }
  return 'This is not a JSON object, such as {"crm": {"record_id": "42"}}.';
}
