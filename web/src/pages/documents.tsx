import { useEffect, useRef, useState } from 'preact/hooks';
import { to } from '../address.js';
import { rememberOrder } from '../document-order.js';
import { BulkDialog } from '../documents/bulk-dialog.js';
import { bulkPlan, type BulkAction } from '../documents/bulk-plan.js';
import { DocumentTable } from '../documents/document-table.js';
import { ListFilters } from '../documents/list-filters.js';
import { isFiltered, listPath, MAX_PAGES, parseListQuery, type ListQuery } from '../documents/list-query.js';
import { kept, toggled, type Selection } from '../documents/selection.js';
import { UploadDialog } from '../documents/upload-dialog.js';
import { useContactOfFolder } from '../documents/use-contact-of-folder.js';
import { useDocumentList } from '../documents/use-document-list.js';
import { useDroppedFiles } from '../documents/use-dropped-files.js';
import { useMe } from '../me.js';
import { Empty } from '../parts/empty.js';
import { Loading } from '../parts/loading.js';
import { PageTitle } from '../parts/page-title.js';
import { ProblemBox } from '../parts/problem-box.js';
import { ShortcutHelp } from '../parts/shortcut-help.js';
import { navigate, usePlace } from '../router.js';
import { SETTINGS } from '../settings.js';
import { useShortcuts } from '../use-shortcuts.js';
import '../styles/documents.css';

const LABELS: Record<BulkAction, string> = { approve: 'Approve', export: 'Export' };

export default function DocumentsPage() {
  const { query } = usePlace();
  const list = parseListQuery(query);
  const { may } = useMe();
  const { value, problem, isLoading, reload } = useDocumentList(list);
  const [chosen, setChosen] = useState<Selection>(new Set());
  const [dialog, setDialog] = useState<BulkAction | 'help' | readonly File[]>();
  const search = useRef<HTMLInputElement>(null);
  const table = useRef<HTMLTableElement>(null);

  const documents = value?.documents ?? [];
  const ids = documents.map(({ id }) => id);
  const selection = kept(chosen, ids);
  const selected = documents.filter(({ id }) => selection.has(id));
  const rights = { write: may('write'), export: may('export') };
  const mayAct = rights.write || rights.export;
  const plan = (action: BulkAction) => bulkPlan(action, selected, rights, SETTINGS.exportRequiresApproval);
  useEffect(() => {
    if (value) rememberOrder(ids, listPath(list));
  }, [value]);

  const show = (changes: Partial<ListQuery>, options = { replace: false }): void =>
    navigate(listPath({ ...list, pages: 1, ...changes }), options);
  const clear = (): void => {
    navigate(listPath({ ...parseListQuery(new URLSearchParams()), sort: list.sort }));
    search.current?.focus();
  };
  useContactOfFolder(list, (contactId) => show({ contactId, pages: list.pages }, { replace: true }));
  const isOver = useDroppedFiles(rights.write && dialog === undefined, setDialog);

  const step = (by: number) => () => stepFrom(table.current, by);
  useShortcuts({
    '/': () => search.current?.focus(),
    '?': () => setDialog('help'),
    j: step(1),
    k: step(-1),
    x: () => {
      const id = focusedId();
      if (mayAct && id !== undefined) setChosen(toggled(selection, ids, id));
    },
    u: rights.write ? () => setDialog([]) : undefined,
  });

  return (
    <div
      class="documents-page"
      onKeyDown={(event) => {
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (by === undefined || !(event.target as Element).matches('[data-row]')) return;
        event.preventDefault();
        step(by)();
      }}
    >
      <PageTitle title="Documents">
        {rights.write && (
          <button type="button" class="primary" onClick={() => setDialog([])}>
            Upload…
          </button>
        )}
        <button
          type="button"
          class="quiet"
          aria-label="Keyboard shortcuts"
          title="Keyboard (?)"
          onClick={() => setDialog('help')}
        >
          ?
        </button>
      </PageTitle>
      <ListFilters list={list} search={search} onChange={show} onClear={clear} />
      {problem && <ProblemBox problem={problem} retry={reload} />}
      {!value && isLoading && <Loading />}
      {value && documents.length > 0 && (
        <div class="card">
          {mayAct && (
            <div class={`bulk-bar actions ${selected.length > 0 ? 'active' : ''}`}>
              <label class="inline">
                <input
                  type="checkbox"
                  checked={selected.length === ids.length}
                  indeterminate={selected.length > 0 && selected.length < ids.length}
                  onChange={({ currentTarget: { checked } }) => setChosen(new Set(checked ? ids : []))}
                />
                Select all {ids.length}
              </label>
              <span role="status">{selected.length > 0 && `${selected.length} selected`}</span>
              {selected.length > 0 && (
                <>
                  {(['approve', 'export'] as const).map((action) => {
                    const { length } = plan(action).possible;
                    return rights[action === 'approve' ? 'write' : 'export'] ? (
                      <button
                        key={action}
                        type="button"
                        class={action === 'approve' ? 'primary' : ''}
                        disabled={length === 0}
                        onClick={() => setDialog(action)}
                      >
                        {LABELS[action]}{' '}
                        {length < selected.length ? `${length} of ${selected.length}` : length}…
                      </button>
                    ) : null;
                  })}
                  <button type="button" class="quiet" onClick={() => setChosen(new Set())}>
                    Clear selection
                  </button>
                </>
              )}
            </div>
          )}
          <DocumentTable
            table={table}
            documents={documents}
            sort={list.sort}
            selection={selection}
            onSelect={mayAct ? setChosen : undefined}
          />
        </div>
      )}
      {value && documents.length > 0 && (
        <p class="actions list-end">
          <span class="soft" role="status">
            {documents.length === 1 ? '1 document' : `${documents.length} documents`}
            {value.hasMore ? ' shown, there are more' : ''}
          </span>
          {value.hasMore && list.pages < MAX_PAGES && (
            <button
              type="button"
              disabled={isLoading}
              onClick={() => show({ pages: list.pages + 1 }, { replace: true })}
            >
              Show more
            </button>
          )}
          {value.hasMore && list.pages >= MAX_PAGES && (
            <span>That is as much as is shown at once: search, or filter, to see others.</span>
          )}
        </p>
      )}
      {value && documents.length === 0 && (
        <Nothing list={list} onUpload={rights.write ? () => setDialog([]) : undefined} onClear={clear} />
      )}
      {isOver && (
        <div class="drop-over" aria-hidden="true">
          Drop to upload
        </div>
      )}
      {(dialog === 'approve' || dialog === 'export') && (
        <BulkDialog
          action={dialog}
          plan={plan(dialog)}
          onClose={(failed) => {
            setDialog(undefined);
            if (!failed) return;
            setChosen(new Set(failed));
            void reload();
          }}
        />
      )}
      {Array.isArray(dialog) && (
        <UploadDialog
          files={dialog as readonly File[]}
          contactId={list.contactId}
          folderId={list.folderId}
          onClose={() => {
            setDialog(undefined);
            void reload();
          }}
        />
      )}
      {dialog === 'help' && (
        <ShortcutHelp
          keys={{
            '/': 'Search',
            j: 'The next document, also ↓',
            k: 'The previous document, also ↑',
            Enter: 'Open it',
            ...(mayAct && { x: 'Select it, or not' }),
            ...(rights.write && { u: 'Upload' }),
            '?': 'Show this',
          }}
          onClose={() => setDialog(undefined)}
        />
      )}
    </div>
  );
}

interface NothingProps {
  list: ListQuery;
  onUpload: (() => void) | undefined;
  onClear: () => void;
}

function Nothing({ list, onUpload, onClear }: NothingProps) {
  if (isFiltered(list)) {
    return (
      <Empty
        title="No document matches"
        text="Every word and every filter must match. Take some away, or look at the spelling."
      >
        <p class="actions">
          <button type="button" onClick={onClear}>
            Show all documents
          </button>
        </p>
      </Empty>
    );
  }
  return (
    <Empty
      title="No documents yet"
      text={
        onUpload
          ? 'Drop files anywhere on this page. They can also come by e-mail, from a watched folder, or through the API.'
          : 'They come by e-mail, from a watched folder, through the API, or from somebody who may upload.'
      }
    >
      <p class="actions">
        {onUpload && (
          <button type="button" onClick={onUpload}>
            Choose files…
          </button>
        )}
        <a class="button" href={to('/intake')}>
          See how documents come in
        </a>
      </p>
    </Empty>
  );
}

function stepFrom(table: HTMLTableElement | null, by: number): void {
  const links = [...(table?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  const row = document.activeElement?.closest('tr');
  const at = links.findIndex((link) => row?.contains(link) ?? false);
  links[at === -1 ? 0 : Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
}

function focusedId(): number | undefined {
  const id = document.activeElement?.closest<HTMLElement>('tr[data-id]')?.dataset['id'];
  return id === undefined ? undefined : Number(id);
}
