import { useCallback, useEffect, useState } from 'preact/hooks';
import type {
  ExportedDocumentResponse,
  DocumentResponse,
  DocumentVersionResponse,
  GetDocumentData,
  GetDocumentResponse,
  ListDocumentExportsData,
  ListDocumentExportsResponse,
  ListDocumentVersionsData,
  ListDocumentVersionsResponse,
  RevisionResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { api } from '../api.js';
import { neighboursOf } from '../document-order.js';
import { DocumentActions } from '../document/document-actions.js';
import { DocumentHeader } from '../document/document-header.js';
import { DeliveryPanel } from '../document/delivery-panel.js';
import { FieldsPanel } from '../document/fields-panel.js';
import { FramedCard } from '../document/framed-card.js';
import { HistoryPanel } from '../document/history-panel.js';
import { Preview } from '../document/preview.js';
import { ReferencesPanel } from '../document/references-panel.js';
import { VersionsPanel } from '../document/versions-panel.js';
import { isFramed } from '../is-framed.js';
import { Empty } from '../parts/empty.js';
import { Loading } from '../parts/loading.js';
import { PageTitle } from '../parts/page-title.js';
import { ProblemBox } from '../parts/problem-box.js';
import type { Problem } from '../problem.js';
import { navigate } from '../router.js';
import type { PageProps } from '../routes.js';
import { useData } from '../use-data.js';
import { useList } from '../use-list.js';
import { useLive } from '../use-live.js';
import { useShortcuts } from '../use-shortcuts.js';
import '../styles/document.css';

const PAGE = 20;
const UNFINISHED = ['pending', 'delivering'];

export default function DocumentPage({ parameters }: PageProps) {
  const id = Number(parameters['id']);
  const {
    value: document,
    problem,
    reload,
    set,
  } = useData<DocumentResponse>(
    (signal) =>
      api<GetDocumentData, GetDocumentResponse>('GET', '/api/documents/{id}', { path: { id }, signal }),
    [id],
  );
  if (document?.id === id) {
    return isFramed ? (
      <FramedCard document={document} />
    ) : (
      <OpenDocument key={id} document={document} problem={problem} reload={reload} onChanged={set} />
    );
  }
  if (problem) return <NoDocument id={parameters['id'] ?? ''} problem={problem} retry={reload} />;
  return <Loading />;
}

interface Props {
  document: DocumentResponse;
  problem: Problem | undefined;
  reload: () => Promise<void>;
  onChanged: (document: DocumentResponse) => void;
}

function OpenDocument({ document, problem, reload, onChanged }: Props) {
  const { id } = document;
  const exports = useList<RevisionResponse>(
    (cursor, signal) =>
      api<ListDocumentExportsData, ListDocumentExportsResponse>('GET', '/api/documents/{id}/exports', {
        path: { id },
        query: { limit: PAGE, ...(cursor !== undefined && { cursor }) },
        signal,
      }),
    [id, document.revision],
  );
  const versions = useList<DocumentVersionResponse>(
    (cursor, signal) =>
      api<ListDocumentVersionsData, ListDocumentVersionsResponse>('GET', '/api/documents/{id}/versions', {
        path: { id },
        query: { limit: PAGE, ...(cursor !== undefined && { cursor }) },
        signal,
      }),
    [id, document.sha256],
  );
  const { value: neighbours } = useData((signal) => neighboursOf(id, signal), [id]);
  const [shownVersion, setShownVersion] = useState<number>();
  const [isEditing, setEditing] = useState(false);

  const isDelivering =
    exports.items?.some(({ deliveries }) => deliveries.some(({ state }) => UNFINISHED.includes(state))) ??
    false;
  const reloadAll = useCallback(() => {
    void reload();
    void exports.reload();
  }, [reload, exports.reload]);
  useLive(id, document.status === 'New' || document.status === 'Processing' || isDelivering, reloadAll);
  useEffect(() => setShownVersion(undefined), [document.sha256]);

  const go = (neighbour: number | undefined) =>
    neighbour === undefined ? undefined : () => navigate(`/documents/${neighbour}`);
  useShortcuts({ j: go(neighbours?.next), k: go(neighbours?.previous) });

  const old = versions.items?.find(({ number, current }) => number === shownVersion && !current);
  return (
    <div class="document">
      <div class="document-top">
        <DocumentHeader document={document} neighbours={neighbours} />
        <DocumentActions
          document={document}
          isEditing={isEditing}
          onChanged={(changed: DocumentResponse | ExportedDocumentResponse) => {
            onChanged(changed);
            void exports.reload();
          }}
          reload={reloadAll}
        />
        {problem && <ProblemBox problem={problem} retry={reloadAll} />}
      </div>
      <Preview
        key={old ? `${old.number}` : document.sha256}
        documentId={id}
        status={document.status}
        version={old?.number}
        file={
          old
            ? { mimeType: old.mime_type, filename: old.filename, size: old.size }
            : { mimeType: document.mime_type, filename: document.original_filename, size: document.size }
        }
      />
      <div class="document-panels">
        <FieldsPanel
          document={document}
          isEditing={isEditing}
          setEditing={setEditing}
          onChanged={onChanged}
          reload={reload}
        />
        <ReferencesPanel documentId={id} version={document.version} reload={reload} />
        <DeliveryPanel exports={exports} reload={reloadAll} />
        <VersionsPanel documentId={id} versions={versions} shown={old?.number} onShow={setShownVersion} />
        <HistoryPanel documentId={id} version={document.version} />
      </div>
    </div>
  );
}

function NoDocument({ id, problem, retry }: { id: string; problem: Problem; retry: () => Promise<void> }) {
  if (problem.status !== 404 && problem.status !== 422 && problem.status !== 400) {
    return (
      <>
        <PageTitle title={`Document ${id}`} />
        <ProblemBox problem={problem} retry={retry} />
      </>
    );
  }
  return (
    <>
      <PageTitle title="No such document" />
      <Empty title={`There is no document ${id}`} text="It may have been deleted, or the link is mistyped.">
        <a class="button" href={to('/')}>
          All documents
        </a>
      </Empty>
    </>
  );
}
