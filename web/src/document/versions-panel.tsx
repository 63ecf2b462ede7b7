import type { DocumentVersionResponse } from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { actorName, dateTime } from '../format.js';

interface Props {
  documentId: number;
  versions: readonly DocumentVersionResponse[];
  /** An old one that is in the preview. */
  shown: number | undefined;
  onShow: (version: number | undefined) => void;
}

/** The files that the document has had, when there are several. */
export function VersionsPanel({ documentId, versions, shown, onShow }: Props) {
  if (versions.length < 2) return null;
  return (
    <section class="card" aria-labelledby="versions-title">
      <header>
        <h2 id="versions-title">Versions</h2>
      </header>
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
          {versions.map(({ number, filename, uploaded_at: at, uploaded_by: by, current }) => (
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
    </section>
  );
}
