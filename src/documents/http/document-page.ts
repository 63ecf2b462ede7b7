import { html, type Html } from '../../shared/http/html.js';
import type { DocumentView } from '../application/document.queries.js';
import type { ExportedRevision } from '../application/export-log.js';

/** A document for a person: what it is and in which state, what was read in it, what it belongs to, where it went. */
export function documentPage(
  document: DocumentView,
  revisions: readonly ExportedRevision[],
  fileUrl: string,
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
        <a href="${fileUrl}">${document.originalFilename}</a> (${document.mimeType}, ${document.size} bytes)
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
    ${revisions.length === 0 ? html`<p class="soft">Not exported yet.</p>` : exports(revisions)}`;
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

/** One line per system that has the usual shape; anything else as the text it is. Parsed for show only. */
function references(text: string): Html {
  const systems = Object.entries(JSON.parse(text) as Record<string, unknown>);
  if (systems.length === 0) return html`<p class="soft">It belongs to no record elsewhere.</p>`;
  return html`<dl>
    ${systems.map(
      ([system, reference]) =>
        html`<dt>${system}</dt>
          <dd>${showReference(reference)}</dd>`,
    )}
  </dl>`;
}

function showReference(reference: unknown): Html {
  if (typeof reference !== 'object' || reference === null || !('record_id' in reference)) {
    return html`<code>${JSON.stringify(reference)}</code>`;
  }
  const { record_id: id, record_type: type, record_url: url } = reference as Record<string, unknown>;
  const name = [type, id].filter((part) => typeof part === 'string' || typeof part === 'number').join(' ');
  return isWebAddress(url)
    ? html`<a href="${url}" target="_blank" rel="noopener noreferrer">${name}</a>`
    : html`${name}${typeof url === 'string' && html` <code>${url}</code>`}`;
}

/** Refs come from anywhere: only http(s) becomes a link, `javascript:` and the like stay text. */
function isWebAddress(url: unknown): url is string {
  return typeof url === 'string' && URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
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
