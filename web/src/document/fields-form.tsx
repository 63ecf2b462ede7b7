import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { labelOf } from '../label-of.js';
import type { Draft, LineItem } from './merge-edits.js';

interface Props {
  draft: Draft;
  onInput: (draft: Draft) => void;
  /** Of the fields, in their order. */
  keys: readonly string[];
  nameOf: (key: string) => string;
  /** Then only the notes can be changed. */
  isLocked: boolean;
  isSaving: boolean;
  onSave: () => void;
  onCancel: () => void;
}

export function FieldsForm({ draft, onInput, keys, nameOf, isLocked, isSaving, onSave, onCancel }: Props) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('input, textarea')?.focus(), []);
  const set = (change: Partial<Draft>): void => onInput({ ...draft, ...change });
  const all = [...new Set([...keys, ...Object.keys(draft.extracted_fields)])];
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
    >
      {!isLocked && (
        <>
          <div class="fields">
            <Input label="Name" value={draft.filename} onInput={(filename) => set({ filename })} required />
            <Input
              label="Document type"
              value={draft.doc_type}
              onInput={(value) => set({ doc_type: value })}
            />
            <Input
              label="Document date"
              type="date"
              value={draft.doc_date}
              onInput={(value) => set({ doc_date: value })}
            />
            {all.map((key) => (
              <Input
                key={key}
                label={nameOf(key)}
                value={draft.extracted_fields[key] ?? ''}
                onInput={(value) => set({ extracted_fields: { ...draft.extracted_fields, [key]: value } })}
              />
            ))}
          </div>
          <AddField
            known={all}
            onAdd={(key) => set({ extracted_fields: { ...draft.extracted_fields, [key]: '' } })}
          />
          <LineItemRows items={draft.line_items} onInput={(items) => set({ line_items: items })} />
          <Area
            label="Custom fields, as JSON"
            isCode
            value={draft.custom_fields}
            onInput={(value) => set({ custom_fields: value })}
          />
        </>
      )}
      <Area label="Notes" value={draft.notes} onInput={(notes) => set({ notes })} />
      <p class="actions form-end">
        <button class="primary" disabled={isSaving}>
          Save
        </button>
        <button type="button" onClick={onCancel} disabled={isSaving}>
          Cancel
        </button>
      </p>
    </form>
  );
}

interface InputProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
  type?: 'text' | 'date';
  required?: boolean;
}

function Input({ label, value, onInput, type = 'text', required = false }: InputProps) {
  const id = useId();
  return (
    <div>
      <label for={id}>{label}</label>
      {type === 'date' ? (
        <input
          id={id}
          type="date"
          value={value}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      ) : (
        <input
          id={id}
          value={value}
          required={required}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
    </div>
  );
}

function Area(area: { label: string; value: string; onInput: (value: string) => void; isCode?: boolean }) {
  const id = useId();
  return (
    <p>
      <label for={id}>{area.label}</label>
      <textarea
        id={id}
        class={area.isCode ? 'mono' : ''}
        spellcheck={!area.isCode}
        value={area.value}
        onInput={({ currentTarget }) => area.onInput(currentTarget.value)}
      />
    </p>
  );
}

function AddField({ known, onAdd }: { known: readonly string[]; onAdd: (key: string) => void }) {
  const [name, setName] = useState('');
  const id = useId();
  const key = name.trim().toLowerCase().replace(/\s+/g, '_');
  const add = (): void => {
    if (key === '' || known.includes(key)) return;
    onAdd(key);
    setName('');
  };
  return (
    <p class="add-field">
      <label for={id}>Another field</label>
      <span class="actions">
        <input
          id={id}
          value={name}
          placeholder="Its name"
          onInput={({ currentTarget }) => setName(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        />
        <button type="button" class="small" onClick={add} disabled={key === '' || known.includes(key)}>
          Add
        </button>
      </span>
    </p>
  );
}

const NEW_ITEM: LineItem = { description: '', quantity: '', unit_price: '', amount: '' };

function LineItemRows({ items, onInput }: { items: LineItem[]; onInput: (items: LineItem[]) => void }) {
  const columns = [...new Set((items.length > 0 ? items : [NEW_ITEM]).flatMap((item) => Object.keys(item)))];
  const empty = Object.fromEntries(columns.map((column) => [column, ''])) as LineItem;
  return (
    <fieldset class="line-items">
      <legend>Line items</legend>
      {items.length > 0 && (
        <table class="fold">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {labelOf(column)}
                </th>
              ))}
              <th scope="col">
                <span class="off-screen">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((item, row) => (
              <tr key={row}>
                {columns.map((column) => (
                  <td key={column} data-label={labelOf(column)}>
                    <input
                      aria-label={`${labelOf(column)} of item ${row + 1}`}
                      value={(item as Record<string, string>)[column] ?? ''}
                      onInput={({ currentTarget: { value } }) =>
                        onInput(
                          items.map((each, index) => (index === row ? { ...each, [column]: value } : each)),
                        )
                      }
                    />
                  </td>
                ))}
                <td>
                  <button
                    type="button"
                    class="small quiet"
                    aria-label={`Remove item ${row + 1}`}
                    onClick={() => onInput(items.filter((_, index) => index !== row))}
                  >
                    ✕
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <button type="button" class="small" onClick={() => onInput([...items, { ...empty }])}>
        Add an item
      </button>
    </fieldset>
  );
}
