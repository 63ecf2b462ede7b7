/** The element that `aria-describedby` of the field with that id names. */
export const hintId = (fieldId: string): string => `${fieldId}-hint`;

/** What helps to fill a field, below it. */
export function Hint({ of, text }: { of: string; text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <span id={hintId(of)} class="soft small-text">
      {text}
    </span>
  );
}
