import { useId } from 'preact/hooks';
import { Hint, hintId } from './hint.js';

interface Props {
  label: string;
  value: string;
  onInput: (value: string) => void;
  /** Values and what they are called. */
  options: readonly (readonly [value: string, name: string])[];
  /** What the choice means. */
  hint?: string;
}

/** A label and a choice of one. */
export function SelectField({ label, value, onInput, options, hint }: Props) {
  const id = useId();
  return (
    <div>
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-describedby={hint === undefined ? undefined : hintId(id)}
        onChange={({ currentTarget }) => onInput(currentTarget.value)}
      >
        {options.map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
      <Hint of={id} text={hint} />
    </div>
  );
}
