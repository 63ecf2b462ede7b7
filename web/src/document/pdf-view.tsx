import { useEffect, useRef, useState } from 'preact/hooks';
import {
  getDocument,
  GlobalWorkerOptions,
  TextLayer,
  type PDFDocumentProxy,
  type RenderTask,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import { Empty } from '../parts/empty.js';
import { Loading } from '../parts/loading.js';

export interface PdfViewProps {
  url: string;
}

/** Of the page that is shown first; a page that is another is laid out when it is reached. */
interface PageSize {
  width: number;
  height: number;
}

GlobalWorkerOptions.workerSrc = workerUrl;
/** The build puts fonts, character maps and decoders there. */
const DATA = new URL(/* @vite-ignore */ `./pdfjs-${__PDFJS_VERSION__}/`, import.meta.url).href;

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
/** A canvas beyond that is refused by some browsers, or takes more memory than it is worth. */
const MAX_DOTS = 16_000_000;

/** The pages of a PDF. Each is drawn when it comes into view; its scripts and forms are left out. */
export function PdfView({ url }: PdfViewProps) {
  const [pdf, setPdf] = useState<{ document: PDFDocumentProxy; size: PageSize }>();
  const [failure, setFailure] = useState<'password' | 'broken'>();
  const [zoom, setZoom] = useState(1);
  const [width, setWidth] = useState(0);
  const [current, setCurrent] = useState(1);
  const scroller = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const task = getDocument({
      url,
      isEvalSupported: false,
      enableXfa: false,
      stopAtErrors: false,
      cMapUrl: `${DATA}cmaps/`,
      standardFontDataUrl: `${DATA}standard_fonts/`,
      wasmUrl: `${DATA}wasm/`,
      iccUrl: `${DATA}iccs/`,
      // Only what the pages in view need, in ranges: a long document opens as fast as a short one.
      disableAutoFetch: true,
      disableStream: true,
      rangeChunkSize: 128 * 1024,
      verbosity: 0,
    });
    task.onPassword = () => {
      setFailure('password');
      void task.destroy();
    };
    task.promise
      .then(async (document) => {
        const viewport = (await document.getPage(1)).getViewport({ scale: 1 });
        setPdf({ document, size: { width: viewport.width, height: viewport.height } });
      })
      .catch(() => setFailure((known) => known ?? 'broken'));
    return () => void task.destroy();
  }, [url]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const goTo = (page: number): void => {
    const target = scroller.current?.querySelector<HTMLElement>(`[data-page="${page}"]`);
    if (target && scroller.current) scroller.current.scrollTop = target.offsetTop - 8;
  };
  const onScroll = (): void => {
    const element = scroller.current;
    if (!element) return;
    const middle = element.scrollTop + element.clientHeight / 3;
    const pages = [...element.querySelectorAll<HTMLElement>('[data-page]')];
    const shown = pages.findLast((page) => page.offsetTop <= middle);
    setCurrent(Number(shown?.dataset['page'] ?? 1));
  };

  if (failure) {
    return (
      <Empty
        title={failure === 'password' ? 'This PDF has a password' : 'This PDF cannot be shown'}
        text="Download it to look at it."
      />
    );
  }
  const count = pdf?.document.numPages ?? 0;
  return (
    <>
      {pdf && (
        <div class="pdf-bar" role="toolbar" aria-label="Pages">
          <label class="inline">
            Page
            <input
              type="number"
              min={1}
              max={count}
              value={current}
              onChange={({ currentTarget: { valueAsNumber } }) =>
                goTo(Math.min(Math.max(1, valueAsNumber || 1), count))
              }
            />
            of {count}
          </label>
          <span class="actions">
            <button
              type="button"
              class="small quiet"
              aria-label="Smaller"
              disabled={zoom === ZOOMS[0]}
              onClick={() => setZoom(ZOOMS.findLast((each) => each < zoom) ?? zoom)}
            >
              −
            </button>
            <span class="soft">{Math.round(zoom * 100)} %</span>
            <button
              type="button"
              class="small quiet"
              aria-label="Larger"
              disabled={zoom === ZOOMS.at(-1)}
              onClick={() => setZoom(ZOOMS.find((each) => each > zoom) ?? zoom)}
            >
              +
            </button>
          </span>
        </div>
      )}
      <div
        class="preview-scroll pdf-pages"
        ref={scroller}
        onScroll={onScroll}
        tabIndex={0}
        role="region"
        aria-label="Pages of the file"
      >
        {!pdf && <Loading what="Opening the pages" />}
        {pdf &&
          width > 0 &&
          Array.from({ length: count }, (_, index) => (
            <PdfPage
              key={index}
              document={pdf.document}
              number={index + 1}
              expected={pdf.size}
              scale={(Math.max(100, width - 24) / pdf.size.width) * zoom}
            />
          ))}
      </div>
    </>
  );
}

interface PdfPageProps {
  document: PDFDocumentProxy;
  number: number;
  expected: PageSize;
  scale: number;
}

function PdfPage({ document, number, expected, scale }: PdfPageProps) {
  const place = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(false);
  const [size, setSize] = useState(expected);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), {
      root: element.parentElement,
      rootMargin: '600px 0px',
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = place.current;
    if (!element || !isNear) return;
    let isOver = false;
    let drawing: RenderTask | undefined;
    let texts: TextLayer | undefined;
    void (async () => {
      const page = await document.getPage(number);
      if (isOver) return;
      const viewport = page.getViewport({ scale });
      setSize({ width: viewport.width / scale, height: viewport.height / scale });
      const dots = viewport.width * viewport.height;
      const density = Math.min(window.devicePixelRatio, Math.sqrt(MAX_DOTS / dots));
      const canvas = window.document.createElement('canvas');
      canvas.width = Math.floor(viewport.width * density);
      canvas.height = Math.floor(viewport.height * density);
      canvas.setAttribute('role', 'img');
      canvas.setAttribute('aria-label', `Page ${number}`);
      drawing = page.render({ canvas, viewport, transform: [density, 0, 0, density, 0, 0] });
      await drawing.promise;
      const layer = window.document.createElement('div');
      layer.className = 'text-layer';
      layer.style.setProperty('--total-scale-factor', String(scale));
      texts = new TextLayer({ textContentSource: page.streamTextContent(), container: layer, viewport });
      if (!isOver) element.replaceChildren(canvas, layer);
      await texts.render();
    })().catch(() => undefined); // cancelled, or a page that is broken: it stays white
    return () => {
      isOver = true;
      drawing?.cancel();
      texts?.cancel();
      element.replaceChildren(); // a canvas takes megabytes
    };
  }, [document, number, scale, isNear]);

  return (
    <div
      ref={place}
      class="pdf-page"
      data-page={number}
      style={{ width: `${Math.floor(size.width * scale)}px`, height: `${Math.floor(size.height * scale)}px` }}
    />
  );
}
