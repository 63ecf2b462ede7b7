import type { RefObject } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { ContactPicker } from '../parts/contact-picker.js';
import { FolderPicker } from '../parts/folder-picker.js';
import { countOfMore, isFiltered, SOURCES, STATUSES, type ListQuery } from './list-query.js';

interface Props {
  list: ListQuery;
  search: RefObject<HTMLInputElement | null>;
  /** `replace`: without a step back to what is shown now. */
  onChange: (changes: Partial<ListQuery>, options?: { replace: boolean }) => void;
  onClear: () => void;
}

const TYPING_MS = 350;

/** What is looked for; each change is at once in the address. */
export function ListFilters({ list, search, onChange, onClear }: Props) {
  const id = useId();
  const more = countOfMore(list);
  return (
    <search class="filters">
      <Delayed value={list.q} onChange={(q) => onChange({ q }, { replace: true })}>
        {(value, onInput) => (
          <input
            ref={search}
            type="search"
            class="filter-search"
            aria-label="Search documents"
            aria-keyshortcuts="/"
            placeholder="Search in names, fields and text"
            maxLength={500}
            value={value}
            onInput={onInput}
          />
        )}
      </Delayed>
      <StatusMenu chosen={list.status} onChange={(status) => onChange({ status })} />
      <select
        class="filter-sort"
        aria-label="Order"
        value={list.sort ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange({ sort: value === 'updated_at' ? value : undefined })
        }
      >
        <option value="">Newest first</option>
        <option value="updated_at">Longest unchanged first</option>
      </select>
      {isFiltered(list) && (
        <button type="button" class="quiet" onClick={onClear}>
          Clear filters
        </button>
      )}
      <details class="more-filters" open={more > 0 || undefined}>
        <summary>More filters{more > 0 && ` (${more})`}</summary>
        <div class="fields">
          <ContactPicker
            value={list.contactId}
            onChange={(contactId) => onChange({ contactId, folderId: undefined })}
            none="All contacts"
          />
          {list.contactId !== undefined && (
            <FolderPicker
              contactId={list.contactId}
              value={list.folderId}
              onChange={(folderId) => onChange({ folderId })}
              none="All folders"
            />
          )}
          <div>
            <label for={`${id}-source`}>Came by</label>
            <select
              id={`${id}-source`}
              value={list.source ?? ''}
              onChange={({ currentTarget: { value } }) =>
                onChange({ source: SOURCES.find((each) => each === value) })
              }
            >
              <option value="">Any way</option>
              {SOURCES.map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </select>
          </div>
          {(['from', 'to'] as const).map((name) => (
            <div key={name}>
              <label for={`${id}-${name}`}>
                {name === 'from' ? 'Came on or after' : 'Came on or before'}
              </label>
              <input
                id={`${id}-${name}`}
                type="date"
                value={list[name]}
                onChange={({ currentTarget: { value } }) => onChange({ [name]: value })}
              />
            </div>
          ))}
          <Delayed value={list.ref} onChange={(ref) => onChange({ ref }, { replace: true })}>
            {(value, onInput) => (
              <div>
                <label for={`${id}-ref`}>Record elsewhere</label>
                <input
                  id={`${id}-ref`}
                  placeholder="salesforce:001Qy00000BnXt2IAF"
                  autocomplete="off"
                  spellcheck={false}
                  maxLength={1000}
                  value={value}
                  onInput={onInput}
                />
              </div>
            )}
          </Delayed>
        </div>
      </details>
    </search>
  );
}

interface DelayedProps {
  value: string;
  onChange: (value: string) => void;
  children: (
    value: string,
    onInput: (event: { currentTarget: HTMLInputElement }) => void,
  ) => preact.JSX.Element;
}

/** What is typed counts once the hands rest. What the address says anew replaces it. */
function Delayed({ value, onChange, children }: DelayedProps) {
  const [typed, setTyped] = useState(value);
  const listener = useRef(onChange);
  listener.current = onChange;
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => listener.current(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return children(typed, ({ currentTarget }) => setTyped(currentTarget.value));
}

interface StatusMenuProps {
  chosen: ListQuery['status'];
  onChange: (chosen: ListQuery['status']) => void;
}

function StatusMenu({ chosen, onChange }: StatusMenuProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      if (menu.current && !menu.current.contains(event.target as Node)) menu.current.open = false;
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('focusin', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('focusin', close);
    };
  }, []);
  return (
    <details
      ref={menu}
      class="menu filter-status"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !menu.current?.open) return;
        menu.current.open = false;
        menu.current.querySelector('summary')?.focus();
      }}
    >
      <summary class="button">{chosen.length === 0 ? 'Any status' : chosen.join(', ')}</summary>
      <div class="menu-items" role="group" aria-label="Status">
        {STATUSES.map((status) => (
          <label key={status} class="inline">
            <input
              type="checkbox"
              checked={chosen.includes(status)}
              onChange={({ currentTarget: { checked } }) =>
                onChange(STATUSES.filter((each) => (each === status ? checked : chosen.includes(each))))
              }
            />
            {status}
          </label>
        ))}
      </div>
    </details>
  );
}
