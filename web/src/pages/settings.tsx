import { to } from '../address.js';
import { useMe, type Scope } from '../me.js';
import { Empty } from '../parts/empty.js';
import { PageTitle } from '../parts/page-title.js';
import type { PageProps } from '../routes.js';
import { ContactPanel } from '../settings/contact-panel.js';
import { ContactsPanel } from '../settings/contacts-panel.js';
import { ProfilePanel } from '../settings/profile-panel.js';
import { ProfilesPanel } from '../settings/profiles-panel.js';
import { TokensPanel } from '../settings/tokens-panel.js';
import { UsersPanel } from '../settings/users-panel.js';
import '../styles/desk.css';

const TABS: readonly { path: string; label: string; scope: Scope }[] = [
  { path: 'contacts', label: 'Contacts and folders', scope: 'read' },
  { path: 'profiles', label: 'Profiles', scope: 'read' },
  { path: 'tokens', label: 'API tokens', scope: 'admin' },
  { path: 'users', label: 'Users', scope: 'admin' },
];

export default function SettingsPage({ parameters }: PageProps) {
  const { may, user } = useMe();
  const [name = '', id] = (parameters['rest'] ?? '').split('/');
  const tab = TABS.find(({ path }) => path === (name || 'contacts'));
  return (
    <>
      <PageTitle title={tab ? `Settings: ${tab.label}` : 'Settings'} />
      <nav class="tabs" aria-label="Settings">
        {TABS.map(({ path, label, scope }) =>
          may(scope) ? (
            <a
              key={path}
              href={to(`/settings/${path}`)}
              aria-current={tab?.path === path ? 'page' : undefined}
            >
              {label}
            </a>
          ) : null,
        )}
        {user && <a href={to('/account')}>Your account</a>}
      </nav>
      {!tab && <Empty title="There are no such settings" text="Choose one of the above." />}
      {tab && !may(tab.scope) && (
        <Empty title="This is for administrators" text="Ask one of them to do it, or to give you the role." />
      )}
      {tab && may(tab.scope) && <Tab path={tab.path} id={id || undefined} />}
    </>
  );
}

function Tab({ path, id }: { path: string; id: string | undefined }) {
  if (path === 'contacts') return id ? <ContactPanel key={id} id={Number(id)} /> : <ContactsPanel />;
  if (path === 'profiles') return id ? <ProfilePanel key={id} id={id} /> : <ProfilesPanel />;
  return path === 'tokens' ? <TokensPanel /> : <UsersPanel />;
}
