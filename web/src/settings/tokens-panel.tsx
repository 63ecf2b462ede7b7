import { useState } from 'preact/hooks';
import type {
  ApiTokenResponse,
  ApiTokenWithSecretResponse,
  CreateApiTokenData,
  DeleteApiTokenData,
  ListApiTokensData,
  ListApiTokensResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { api } from '../api.js';
import { dayBounds } from '../day-bounds.js';
import { dateTime } from '../format.js';
import type { Scope } from '../me.js';
import { ConfirmDialog } from '../parts/confirm-dialog.js';
import { CopyButton } from '../parts/copy-button.js';
import { Dialog } from '../parts/dialog.js';
import { Empty } from '../parts/empty.js';
import { FormDialog } from '../parts/form-dialog.js';
import { Loading } from '../parts/loading.js';
import { MoreButton } from '../parts/more-button.js';
import { ProblemBox } from '../parts/problem-box.js';
import { TextField } from '../parts/text-field.js';
import { toast } from '../toasts.js';
import { useList } from '../use-list.js';

const SCOPES: readonly [scope: Scope, what: string][] = [
  ['read', 'see documents'],
  ['write', 'upload and edit'],
  ['export', 'export and send'],
  ['admin', 'everything, also settings'],
];

export function TokensPanel() {
  const [isAdding, setAdding] = useState(false);
  const [revoked, setRevoked] = useState<ApiTokenResponse>();
  const { items, problem, reload, more } = useList<ApiTokenResponse>(
    (cursor, signal) =>
      api<ListApiTokensData, ListApiTokensResponse>('GET', '/api/tokens', {
        query: cursor === undefined ? {} : { cursor },
        signal,
      }),
    [],
  );
  return (
    <>
      <p class="actions">
        <button type="button" class="primary" onClick={() => setAdding(true)}>
          Create a token
        </button>
      </p>
      {problem && <ProblemBox problem={problem} retry={reload} />}
      <section class="card" aria-label="API tokens">
        {!items && !problem && <Loading />}
        {items?.length === 0 && (
          <Empty title="There are no tokens" text="Create one for each program that uses the API." />
        )}
        {items && items.length > 0 && (
          <table class="fold">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">May</th>
                <th scope="col">Last used</th>
                <th scope="col">Expires</th>
                <th scope="col">
                  <span class="off-screen">What to do</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((token) => (
                <tr key={token.id}>
                  <td data-label="Name">{token.name}</td>
                  <td data-label="May">{token.scopes.join(', ')}</td>
                  <td data-label="Last used">
                    {token.last_used_at === null ? 'Not yet' : dateTime(token.last_used_at)}
                  </td>
                  <td data-label="Expires">
                    {token.expires_at === null ? 'Never' : dateTime(token.expires_at)}
                  </td>
                  <td>
                    <button
                      type="button"
                      class="small danger"
                      aria-label={`Revoke ${token.name}`}
                      onClick={() => setRevoked(token)}
                    >
                      Revoke
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <MoreButton more={more} />
      </section>
      {isAdding && <TokenDialog onClose={() => setAdding(false)} onCreated={reload} />}
      {revoked && (
        <ConfirmDialog
          title={`Revoke ${revoked.name}?`}
          text="Whatever uses it is refused from now on. This cannot be taken back."
          verb="Revoke the token"
          onClose={() => setRevoked(undefined)}
          act={async () => {
            await api<DeleteApiTokenData, void>('DELETE', '/api/tokens/{id}', { path: { id: revoked.id } });
            setRevoked(undefined);
            toast(`“${revoked.name}” is revoked.`);
            await reload();
          }}
        />
      )}
    </>
  );
}

function TokenDialog({ onClose, onCreated }: { onClose: () => void; onCreated: () => Promise<void> }) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['read']);
  const [lastDay, setLastDay] = useState('');
  const [created, setCreated] = useState<ApiTokenWithSecretResponse>();
  const save = async (): Promise<void> => {
    setCreated(
      await api<CreateApiTokenData, ApiTokenWithSecretResponse>('POST', '/api/tokens', {
        body: { name, scopes: [...scopes], expires_at: dayBounds('', lastDay).until || null },
      }),
    );
    await onCreated();
  };
  if (created) {
    return (
      <Dialog title={`The token “${created.name}”`} onClose={onClose}>
        <div>
          <p>Copy it now: it is shown only this once.</p>
          <p class="secret mono">{created.token}</p>
          <p class="actions">
            <CopyButton text={created.token} what="the token" />
            <button type="button" class="primary" onClick={onClose}>
              Done
            </button>
          </p>
        </div>
      </Dialog>
    );
  }
  return (
    <FormDialog title="Create a token" verb="Create" isReady={scopes.length > 0} onClose={onClose} act={save}>
      <TextField
        label="Name"
        required
        maxLength={100}
        value={name}
        onInput={setName}
        hint="Appears in the history of what it changes."
      />
      <fieldset class="scopes">
        <legend>May</legend>
        {SCOPES.map(([scope, what]) => (
          <label key={scope} class="inline">
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={({ currentTarget: { checked } }) =>
                setScopes(checked ? [...scopes, scope] : scopes.filter((each) => each !== scope))
              }
            />
            {scope}: {what}
          </label>
        ))}
      </fieldset>
      <TextField
        label="Last day"
        type="date"
        value={lastDay}
        onInput={setLastDay}
        hint="Without one it is good until it is revoked."
      />
    </FormDialog>
  );
}
