import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { to } from '../address.js';
import { apiText } from '../api.js';
import { fileSize } from '../format.js';
import { Empty } from '../parts/empty.js';
import { Loading } from '../parts/loading.js';
import { ProblemBox } from '../parts/problem-box.js';
import { useData } from '../use-data.js';
import type { PdfViewProps } from './pdf-view.js';

interface Props {
  documentId: number;
  status: string;
  /** An old version of the file; undefined: the one that the document has. */
  version: number | undefined;
  file: { mimeType: string; filename: string; size: number };
}

/** What browsers draw by themselves, without running anything that is in it. */
const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp', 'image/avif'];
const UNREAD = ['New', 'Processing'];

/** The file as it looks, or its text. HTML and SVG are never drawn. */
export function Preview({ documentId, status, version, file }: Props) {
  const isPdf = file.mimeType === 'application/pdf';
  const isImage = IMAGES.includes(file.mimeType);
  const [tab, setTab] = useState<'page' | 'text'>(isPdf || isImage ? 'page' : 'text');
  const url = to(
    version === undefined
      ? `/api/documents/${documentId}/file`
      : `/api/documents/${documentId}/versions/${version}/file`,
  );
  const hasText = version === undefined;
  return (
    <section class="card preview" aria-label="Preview">
      <header>
        {(isPdf || isImage) && hasText ? (
          <div class="tabs" role="group" aria-label="Show">
            <button type="button" class="small" aria-pressed={tab === 'page'} onClick={() => setTab('page')}>
              {isPdf ? 'Pages' : 'Image'}
            </button>
            <button type="button" class="small" aria-pressed={tab === 'text'} onClick={() => setTab('text')}>
              Text
            </button>
          </div>
        ) : (
          <h2>{version === undefined ? 'Text' : `Version ${version}`}</h2>
        )}
        <a class="file-name" href={url} download={file.filename} title={`Download ${file.filename}`}>
          {file.filename}
        </a>
        <span class="soft nowrap">{fileSize(file.size)}</span>
      </header>
      {tab === 'page' && isPdf && <PdfPages url={url} />}
      {tab === 'page' && isImage && <Image url={url} filename={file.filename} />}
      {tab === 'text' &&
        (hasText ? (
          <ReadText documentId={documentId} status={status} />
        ) : (
          <Empty title="This kind of file is not shown" text="Download it to look at it." />
        ))}
    </section>
  );
}

/** pdf.js is large, so it comes when there is a PDF to show. */
function PdfPages({ url }: { url: string }) {
  const [view, setView] = useState<{ View: ComponentType<PdfViewProps> }>();
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    import('./pdf-view.js').then(
      ({ PdfView }) => setView({ View: PdfView }),
      () => setMissing(true),
    );
  }, []);
  if (isMissing)
    return <Empty title="The viewer could not be loaded" text="Reload the page, or download the file." />;
  return view ? <view.View url={url} /> : <Loading what="Opening the pages" />;
}

function Image({ url, filename }: { url: string; filename: string }) {
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return <Empty title="This image cannot be shown" text="Download it to look at it." />;
  return (
    <div class="preview-scroll" tabIndex={0} role="region" aria-label="Image">
      <img src={url} alt={`The file ${filename}`} onError={() => setBroken(true)} />
    </div>
  );
}

function ReadText({ documentId, status }: { documentId: number; status: string }) {
  const { value, problem, reload } = useData(
    (signal) => apiText('GET', `/api/documents/${documentId}/text`, { signal }),
    [documentId, status],
  );
  if (problem?.code === 'no_text') {
    return UNREAD.includes(status) ? (
      <Empty title="It is being read" text="Its text appears here when that is done." />
    ) : (
      <Empty title="No text was found in this file" text="Download it to look at it." />
    );
  }
  if (problem) {
    return (
      <div class="card-body">
        <ProblemBox problem={problem} retry={reload} />
      </div>
    );
  }
  if (!value) return <Loading what="Loading the text" />;
  return (
    <pre class="preview-scroll read-text" tabIndex={0} role="region" aria-label="Text of the file">
      {value.text}
    </pre>
  );
}
