import { scanJson } from '../../shared/kernel/json/scan-json.js';
import { html, type Html } from '../../shared/http/html.js';
import type { DocumentView } from '../application/document.queries.js';
import type { ExportedRevision } from '../application/export-log.js';
import type { DocumentVersion } from '../application/version.queries.js';

/**
 * A document for a person: what it is and in which state, what was read in it, what it belongs to, where it went.
 * @param versions of its file, when there are several
 * @param api of the document
 */
export function documentPage(
  document: DocumentView,
  revisions: readonly ExportedRevision[],
  versions: readonly DocumentVersion[],
  api: string,
): Html {
  const fields = Object.entries(document.extractedFields).filter(
    ([, value]) => value !== null && value !== '',
  );
  return html`<h1>${document.filename}</h1>
    <p>
      <strong>${document.status}</strong
      >${document.statusReason !== null && html` — ${document.statusReason}`}
    </p>
    <p>${document.aiSummary}</p>
    <dl>
      ${row('Contact', document.contactName)} ${row('Folder', document.folderName)}
      ${row('Type', document.docType)} ${row('Date', document.docDate)} ${row('Notes', document.notes)}
      ${
        document.confidenceScore !== null &&
        row(
          'Confidence',
          `${document.confidenceLabel} (${document.confidenceScore}): ${document.confidenceReasoning}`,
        )
      }
      <dt>File</dt>
      <dd>
        <a href="${api}/file">${document.originalFilename}</a> (${document.mimeType}, ${document.size} bytes)
      </dd>
    </dl>
    ${
      fields.length > 0 &&
      html`<h2>Fields</h2>
        <dl>${fields.map(([name, value]) => row(label(name), value))}</dl>`
    }
    ${document.lineItems.length > 0 && lineItems(document.lineItems)}
    <h2>References</h2>
    ${references(document.externalRefs.text)}
    <h2>Exports</h2>
    ${revisions.length === 0 ? html`<p class="soft">Not exported yet.</p>` : exports(revisions)}
    ${versions.length > 0 && fileVersions(versions, api)}`;
}

function row(name: string, value: string | null): Html | false {
  return (
    value !== null &&
    value !== '' &&
    html`<dt>${name}</dt>
      <dd>${value}</dd>`
  );
}

function label(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function lineItems(items: DocumentView['lineItems']): Html {
  return html`<h2>Line items</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">Description</th>
          <th scope="col">Quantity</th>
          <th scope="col">Unit price</th>
          <th scope="col">Amount</th>
        </tr>
      </thead>
      <tbody>
        ${items.map(
          (item) =>
            html`<tr>
              <td>${item.description}</td>
              <td>${item.quantity}</td>
              <td>${item.unit_price}</td>
              <td>${item.amount}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

/** One line per system that has the usual shape; anything else as the text it is. Numbers are shown as spelled. */
function references(text: string): Html {
  const systems = membersOf(text);
  if (systems.size === 0) return html`<p class="soft">It belongs to no record elsewhere.</p>`;
  return html`<dl>
    ${[...systems].map(
      ([system, reference]) =>
        html`<dt>${system}</dt>
          <dd>${showReference(reference)}</dd>`,
    )}
  </dl>`;
}

function showReference(reference: string): Html {
  const members = reference.startsWith('{') ? membersOf(reference) : new Map<string, string>();
  if (!members.has('record_id')) return html`<code>${reference}</code>`;
  const name = ['record_type', 'record_id'].map((key) => shown(members.get(key))).filter(Boolean);
  const url = shown(members.get('record_url'));
  return isWebAddress(url)
    ? html`<a href="${url}" target="_blank" rel="noopener noreferrer">${name.join(' ')}</a>`
    : html`${name.join(' ')}${url !== undefined && html` <code>${url}</code>`}`;
}

/** Of several of one name the last, as everywhere. */
function membersOf(text: string): Map<string, string> {
  const { members } = scanJson(text, { maxDepth: Infinity });
  return new Map(members.map(({ key, valueStart, valueEnd }) => [key, text.slice(valueStart, valueEnd)]));
}

/** A string as what it means, a number as it is spelled. */
function shown(value: string | undefined): string | undefined {
  if (value?.startsWith('"')) return JSON.parse(value) as string;
  return value !== undefined && /^[-\d]/.test(value) ? value : undefined;
}

/** Refs come from anywhere: only http(s) becomes a link, `javascript:` and the like stay text. */
function isWebAddress(url: string | undefined): url is string {
  return url !== undefined && URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}

function fileVersions(versions: readonly DocumentVersion[], api: string): Html {
  return html`<h2>Versions</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">Version</th>
          <th scope="col">File</th>
          <th scope="col">Uploaded</th>
          <th scope="col">By</th>
        </tr>
      </thead>
      <tbody>
        ${versions.map(
          ({ number, filename, uploadedAt, uploadedBy }) =>
            html`<tr>
              <td>${number}</td>
              <td><a href="${api}/versions/${number}/file">${filename}</a></td>
              <td>${uploadedAt.toISOString()}</td>
              <td>${uploadedBy}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

function exports(revisions: readonly ExportedRevision[]): Html {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Revision</th>
        <th scope="col">Exported</th>
        <th scope="col">Deliveries</th>
      </tr>
    </thead>
    <tbody>
      ${revisions.map(
        ({ revision, createdAt, deliveries }) =>
          html`<tr>
            <td>${revision}</td>
            <td>${createdAt.toISOString()}</td>
            <td>
              ${deliveries.length === 0 && 'no endpoint subscribed'}
              ${deliveries.map((delivery) => html`endpoint ${delivery.endpointId}: ${delivery.state} `)}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
