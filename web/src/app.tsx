import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { GetMeResponse } from '../../clients/typescript/src/generated/types.gen.js';
import { to } from './address.js';
import { matchRoute } from './match-route.js';
import { Me } from './me.js';
import { Empty } from './parts/empty.js';
import { Frame } from './parts/frame.js';
import { Loading } from './parts/loading.js';
import { PageTitle } from './parts/page-title.js';
import { ToastList } from './parts/toast-list.js';
import { usePlace } from './router.js';
import { ROUTES, type PageProps, type Route } from './routes.js';

export function App({ me }: { me: GetMeResponse }) {
  const { path } = usePlace();
  const found = findRoute(path);
  useFocusOnNewPage(path);
  return (
    <Me.Provider value={me}>
      <Frame path={path}>
        {found ? (
          <LazyPage key={found.route.path} route={found.route} parameters={found.parameters} />
        ) : (
          <>
            <PageTitle title="Not found" />
            <Empty title="There is no such page" text="The address may be mistyped, or the page has moved.">
              <a class="button" href={to('/')}>
                All documents
              </a>
            </Empty>
          </>
        )}
      </Frame>
      <ToastList />
    </Me.Provider>
  );
}

export function findRoute(path: string): { route: Route; parameters: Record<string, string> } | undefined {
  for (const route of ROUTES) {
    const parameters = matchRoute(route.path, path);
    if (parameters) return { route, parameters };
  }
  return undefined;
}

function LazyPage({ route, parameters }: { route: Route } & PageProps) {
  const [page, setPage] = useState<{ Page: ComponentType<PageProps> }>();
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    route.load().then(
      ({ default: Page }) => setPage({ Page }),
      () => setMissing(true),
    );
  }, [route]);
  if (isMissing) {
    return (
      <Empty title="This page could not be loaded" text="RecordEngine may have been updated meanwhile.">
        <button type="button" onClick={() => location.reload()}>
          Reload
        </button>
      </Empty>
    );
  }
  return page ? <page.Page parameters={parameters} /> : <Loading />;
}

/** A step to another page begins at its top, for the eyes and for who has it read out. */
function useFocusOnNewPage(path: string): void {
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    scrollTo(0, 0);
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [path]);
}
