import type { DocumentVersionResponse } from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { actorName, dateTime } from '../format.js';
import { MoreButton } from '../parts/more-button.js';
import { ProblemBox } from '../parts/problem-box.js';
import type { List } from '../use-list.js';

interface Props {
  documentId: number;
  versions: List<DocumentVersionResponse>;
  /** An old one that is in the preview. */
  shown: number | undefined;
  onShow: (version: number | undefined) => void;
}

/** The files that the document has had, when there are several. */
export function VersionsPanel({ documentId, versions, shown, onShow }: Props) {
  const { items = [], problem, more, reload } = versions;
  if (items.length < 2 && !problem) return null;
  return (
    <section class="card" aria-labelledby="versions-title">
      <header>
        <h2 id="versions-title">Versions</h2>
      </header>
      {problem && (
        <div class="card-body">
          <ProblemBox problem={problem} retry={reload} />
        </div>
      )}
      {items.length > 0 && (
        <table class="fold">
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">File</th>
              <th scope="col">Uploaded</th>
              <th scope="col">By</th>
              <th scope="col">
                <span class="off-screen">Show</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ number, filename, uploaded_at: at, uploaded_by: by, current }) => (
              <tr key={number}>
                <td data-label="Version">
                  {number}
                  {current && ' (current)'}
                </td>
                <td data-label="File">
                  <a href={to(`/api/documents/${documentId}/versions/${number}/file`)} download={filename}>
                    {filename}
                  </a>
                </td>
                <td data-label="Uploaded">{dateTime(at)}</td>
                <td data-label="By">{actorName(by)}</td>
                <td>
                  <button
                    type="button"
                    class="small quiet"
                    aria-pressed={current ? shown === undefined : shown === number}
                    aria-label={`Show version ${number}`}
                    onClick={() => onShow(current ? undefined : number)}
                  >
                    Show
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <MoreButton more={more} what="of the versions" />
    </section>
  );
}
