import { useState } from 'preact/hooks';
import { labelOf } from '../label-of.js';
import { Dialog } from '../parts/dialog.js';
import type { Conflict } from './merge-edits.js';

interface Props {
  conflicts: readonly Conflict[];
  nameOf: (key: string) => string;
  /** For each member, whether mine is kept. */
  onDecide: (keepMine: ReadonlyMap<string, boolean>) => void;
  onClose: () => void;
}

/** Both texts of whatever two people have changed at one time, to choose from. */
export function ConflictDialog({ conflicts, nameOf, onDecide, onClose }: Props) {
  const [mine, setMine] = useState<ReadonlyMap<string, boolean>>(
    new Map(conflicts.map(({ member }) => [member, true])),
  );
  const choose = (member: string, isMine: boolean): void => setMine(new Map([...mine, [member, isMine]]));
  return (
    <Dialog title="Somebody has changed this meanwhile" isWide onClose={onClose}>
      <p>Choose what to keep. Everything else of yours and of theirs is kept.</p>
      {conflicts.map(({ member, mine: my, theirs }) => (
        <fieldset key={member} class="conflict">
          <legend>{memberName(member, nameOf)}</legend>
          <Choice
            member={member}
            label="Yours"
            text={my}
            isChosen={mine.get(member) === true}
            onChoose={() => choose(member, true)}
          />
          <Choice
            member={member}
            label="Theirs, as it is stored"
            text={theirs}
            isChosen={mine.get(member) === false}
            onChoose={() => choose(member, false)}
          />
        </fieldset>
      ))}
      <p class="actions">
        <button type="button" class="primary" onClick={() => onDecide(mine)}>
          Save
        </button>
        <button type="button" onClick={onClose}>
          Back to editing
        </button>
      </p>
    </Dialog>
  );
}

interface ChoiceProps {
  member: string;
  label: string;
  text: string;
  isChosen: boolean;
  onChoose: () => void;
}

function Choice({ member, label, text, isChosen, onChoose }: ChoiceProps) {
  return (
    <label class="choice">
      <span>
        <input type="radio" name={member} checked={isChosen} onChange={onChoose} /> {label}
      </span>
      <pre>{text === '' ? '(empty)' : shown(member, text)}</pre>
    </label>
  );
}

function shown(member: string, text: string): string {
  if (member !== 'line_items') return text;
  const items = JSON.parse(text) as Record<string, string>[];
  return items.length === 0 ? '(none)' : items.map((item) => Object.values(item).join('  ·  ')).join('\n');
}

function memberName(member: string, nameOf: (key: string) => string): string {
  const [, key] = /^extracted_fields\/([^]*)$/.exec(member) ?? [];
  if (key !== undefined) return nameOf(key);
  const names: Record<string, string> = {
    filename: 'Name',
    doc_type: 'Document type',
    doc_date: 'Document date',
  };
  return names[member] ?? labelOf(member);
}
