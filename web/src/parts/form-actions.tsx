interface Props {
  /** What is done. */
  verb: string;
  isDisabled: boolean;
  onCancel: () => void;
}

/** The end of a form: to do it, or not. */
export function FormActions({ verb, isDisabled, onCancel }: Props) {
  return (
    <p class="actions">
      <button class="primary" disabled={isDisabled}>
        {verb}
      </button>
      <button type="button" onClick={onCancel}>
        Cancel
      </button>
    </p>
  );
}
