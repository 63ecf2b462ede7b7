import { useId } from 'preact/hooks';
import { Hint, hintId } from './hint.js';

interface Props {
  label: string;
  value: string;
  onInput: (value: string) => void;
  type?: 'text' | 'email' | 'password' | 'date' | 'search' | 'number' | 'datetime-local';
  required?: boolean;
  maxLength?: number;
  minLength?: number;
  autoComplete?: string;
  /** What helps to fill it. */
  hint?: string;
}

/** A label and an input of one line. */
export function TextField({ label, value, onInput, hint, type = 'text', ...more }: Props) {
  const id = useId();
  const attributes: object = { type, ...more }; // Preact's types tell each type apart
  return (
    <div>
      <label for={id}>{label}</label>
      <input
        id={id}
        value={value}
        aria-describedby={hint === undefined ? undefined : hintId(id)}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
        {...attributes}
      />
      <Hint of={id} text={hint} />
    </div>
  );
}
