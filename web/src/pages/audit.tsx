import { useState } from 'preact/hooks';
import type {
  AuditEntryResponse,
  ListAuditEntriesData,
  ListAuditEntriesResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { api } from '../api.js';
import { dayBounds } from '../day-bounds.js';
import { actorName, dateTime } from '../format.js';
import { labelOf } from '../label-of.js';
import { useMe } from '../me.js';
import { Empty } from '../parts/empty.js';
import { Loading } from '../parts/loading.js';
import { MoreButton } from '../parts/more-button.js';
import { PageTitle } from '../parts/page-title.js';
import { ProblemBox } from '../parts/problem-box.js';
import { SelectField } from '../parts/select-field.js';
import { TextField } from '../parts/text-field.js';
import { navigate, usePlace } from '../router.js';
import { useList } from '../use-list.js';
import { withQuery } from '../with-query.js';
import '../styles/desk.css';

type Query = NonNullable<ListAuditEntriesData['query']>;

const KINDS = [
  ['', 'Everything'],
  ['document', 'Documents: all'],
  ['document.uploaded', 'Documents: uploaded'],
  ['document.status', 'Documents: status'],
  ['document.edited', 'Documents: edited'],
  ['document.exported', 'Documents: exported'],
  ['document.deleted', 'Documents: deleted'],
  ['webhook', 'Webhooks'],
  ['access', 'Access: all'],
  ['access.login', 'Access: signed in'],
  ['access.login_failed', 'Access: refused'],
] as const;
const NAMES = ['q', 'kind', 'actor', 'document_id', 'since', 'until'] as const;

export default function AuditPage() {
  const { may } = useMe();
  return (
    <>
      <PageTitle title="Audit" />
      {may('admin') ? (
        <Audit />
      ) : (
        <Empty
          title="This is for administrators"
          text="Ask one of them, or open the history of a single document."
        >
          <a class="button" href={to('/')}>
            All documents
          </a>
        </Empty>
      )}
    </>
  );
}

function Audit() {
  const { query } = usePlace();
  const asked = Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? ''])) as Filter;
  const { items, problem, reload, more } = useList<AuditEntryResponse>(
    (cursor, signal) =>
      api<ListAuditEntriesData, ListAuditEntriesResponse>('GET', '/api/audit', {
        query: {
          ...asked,
          ...dayBounds(asked.since, asked.until),
          ...(cursor !== undefined && { cursor }),
        } as unknown as Query,
        signal,
      }),
    [query.toString()],
  );
  const isFiltered = Object.values(asked).some((value) => value !== '');
  return (
    <>
      <FilterForm key={query.toString()} asked={asked} isFiltered={isFiltered} />
      {problem && <ProblemBox problem={problem} retry={reload} />}
      <section class="card" aria-label="Entries">
        {!items && !problem && <Loading />}
        {items?.length === 0 && (
          <Empty
            title={isFiltered ? 'Nothing like that was done' : 'Nothing has been done yet'}
            text={
              isFiltered
                ? 'Search for less, or for a longer time.'
                : 'Whatever somebody does to a document or a webhook will be listed here.'
            }
          />
        )}
        {items && items.length > 0 && (
          <table class="fold">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">What</th>
                <th scope="col">Of</th>
              </tr>
            </thead>
            <tbody>
              {items.map((entry) => (
                <tr key={entry.id}>
                  <td data-label="When" class="nowrap">
                    {dateTime(entry.at)}
                  </td>
                  <td data-label="Who">
                    <a
                      href={to(withQuery('/audit', { actor: entry.actor }))}
                      aria-label={`All by ${actorName(entry.actor)}`}
                    >
                      {actorName(entry.actor)}
                    </a>
                  </td>
                  <td data-label="What">
                    <span class="badge grey">{labelOf(entry.kind.replace(/^\w+\./, ''))}</span>{' '}
                    {entry.summary}
                  </td>
                  <td data-label="Of" class="nowrap">
                    <Subject entry={entry} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <MoreButton more={more} />
      </section>
    </>
  );
}

function Subject({ entry: { subject, document_id: documentId } }: { entry: AuditEntryResponse }) {
  if (documentId !== null) return <a href={to(`/documents/${documentId}`)}>Document {documentId}</a>;
  return (
    <>
      {labelOf(subject.type)} {subject.id}
    </>
  );
}

type Filter = Record<(typeof NAMES)[number], string>;

function FilterForm({ asked, isFiltered }: { asked: Filter; isFiltered: boolean }) {
  const [filter, setFilter] = useState(asked);
  const set = (name: keyof Filter) => (value: string) => setFilter({ ...filter, [name]: value });
  return (
    <form
      class="filters"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        navigate(withQuery('/audit', filter));
      }}
    >
      <div class="fields">
        <TextField label="Search who and what" type="search" value={filter.q} onInput={set('q')} />
        <SelectField label="What was done" value={filter.kind} options={KINDS} onInput={set('kind')} />
        <TextField
          label="Number of a document"
          type="number"
          value={filter.document_id}
          onInput={set('document_id')}
        />
        <TextField label="From" type="date" value={filter.since} onInput={set('since')} />
        <TextField label="To" type="date" value={filter.until} onInput={set('until')} />
        {filter.actor !== '' && <TextField label="By exactly" value={filter.actor} onInput={set('actor')} />}
      </div>
      <p class="actions">
        <button class="primary">Search</button>
        {isFiltered && (
          <button type="button" onClick={() => navigate('/audit')}>
            Show all
          </button>
        )}
      </p>
    </form>
  );
}
