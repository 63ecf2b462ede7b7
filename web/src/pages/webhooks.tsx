import { to } from '../address.js';
import { Empty } from '../parts/empty.js';
import { PageTitle } from '../parts/page-title.js';
import type { PageProps } from '../routes.js';
import { DeliveryList } from '../webhooks/delivery-list.js';
import { DeliveryPage } from '../webhooks/delivery-page.js';
import { EndpointList } from '../webhooks/endpoint-list.js';
import { EndpointPage } from '../webhooks/endpoint-page.js';
import { LedgerPage } from '../webhooks/ledger-page.js';
import { OfflineMode } from '../webhooks/offline-mode.js';
import { webhooksPlace, type WebhooksPlace } from '../webhooks/webhooks-place.js';
import '../styles/webhooks.css';

const TABS: readonly { label: string; path: string; pages: readonly WebhooksPlace['page'][] }[] = [
  { label: 'Endpoints', path: '/webhooks', pages: ['endpoints', 'endpoint'] },
  { label: 'Deliveries', path: '/webhooks/deliveries', pages: ['deliveries', 'delivery'] },
  { label: 'Ledger', path: '/webhooks/ledger', pages: ['ledger'] },
];

export default function WebhooksPage({ parameters }: PageProps) {
  const place = webhooksPlace(parameters['rest'] ?? '');
  return (
    <>
      <div class="webhooks-top">
        <nav class="tabs" aria-label="Webhooks">
          {TABS.map(({ label, path, pages }) => (
            <a key={path} href={to(path)} aria-current={pages.includes(place.page) ? 'page' : undefined}>
              {label}
            </a>
          ))}
        </nav>
        <OfflineMode />
      </div>
      <WebhooksContent place={place} />
    </>
  );
}

function WebhooksContent({ place }: { place: WebhooksPlace }) {
  switch (place.page) {
    case 'endpoints':
      return <EndpointList />;
    case 'endpoint':
      return <EndpointPage key={place.id} id={place.id} />;
    case 'deliveries':
      return <DeliveryList />;
    case 'delivery':
      return <DeliveryPage key={place.id} id={place.id} />;
    case 'ledger':
      return <LedgerPage />;
    case 'unknown':
      return (
        <>
          <PageTitle title="Not found" />
          <Empty title="There is no such page" text="The address may be mistyped.">
            <a class="button" href={to('/webhooks')}>
              All endpoints
            </a>
          </Empty>
        </>
      );
  }
}
