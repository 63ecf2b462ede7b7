import { useState } from 'preact/hooks';
import type {
  ChangeUserData,
  DeleteUserData,
  ListUsersData,
  ListUsersResponse,
  UserResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { api } from '../api.js';
import { dateTime } from '../format.js';
import { ConfirmDialog } from '../parts/confirm-dialog.js';
import { Empty } from '../parts/empty.js';
import { Loading } from '../parts/loading.js';
import { MoreButton } from '../parts/more-button.js';
import { ProblemBox } from '../parts/problem-box.js';
import { toast } from '../toasts.js';
import { useList } from '../use-list.js';
import { UserDialog } from './user-dialog.js';

export function UsersPanel() {
  const [dialog, setDialog] = useState<{ what: 'save' | 'disable' | 'delete'; user?: UserResponse }>();
  const { items, problem, reload, more } = useList<UserResponse>(
    (cursor, signal) =>
      api<ListUsersData, ListUsersResponse>('GET', '/api/users', {
        query: cursor === undefined ? {} : { cursor },
        signal,
      }),
    [],
  );
  const close = (): void => setDialog(undefined);
  const done = async (said: string): Promise<void> => {
    close();
    toast(said);
    await reload();
  };
  const change = async (id: number, body: ChangeUserData['body']): Promise<void> => {
    await api<ChangeUserData, UserResponse>('PATCH', '/api/users/{id}', { path: { id }, body });
  };
  const user = dialog?.user;
  return (
    <>
      <p class="actions">
        <button type="button" class="primary" onClick={() => setDialog({ what: 'save' })}>
          Add a user
        </button>
      </p>
      {problem && <ProblemBox problem={problem} retry={reload} />}
      <section class="card" aria-label="Users">
        {!items && !problem && <Loading />}
        {items?.length === 0 && (
          <Empty title="There are no users yet" text="Add one for each person who works with documents." />
        )}
        {items && items.length > 0 && (
          <table class="fold">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">E-mail</th>
                <th scope="col">Role</th>
                <th scope="col">Last sign-in</th>
                <th scope="col">
                  <span class="off-screen">What to do</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((each) => (
                <tr key={each.id}>
                  <td data-label="Name">
                    {each.name} {each.disabled && <span class="badge red">Disabled</span>}
                  </td>
                  <td data-label="E-mail">{each.email}</td>
                  <td data-label="Role">{each.role}</td>
                  <td data-label="Last sign-in">
                    {each.last_login_at === null ? 'Not yet' : dateTime(each.last_login_at)}
                  </td>
                  <td>
                    <span class="actions">
                      <button
                        type="button"
                        class="small"
                        aria-label={`Edit ${each.name}`}
                        onClick={() => setDialog({ what: 'save', user: each })}
                      >
                        Edit
                      </button>
                      <button
                        type="button"
                        class="small"
                        aria-label={`${each.disabled ? 'Enable' : 'Disable'} ${each.name}`}
                        onClick={() => setDialog({ what: 'disable', user: each })}
                      >
                        {each.disabled ? 'Enable' : 'Disable'}
                      </button>
                      <button
                        type="button"
                        class="small danger"
                        aria-label={`Delete ${each.name}`}
                        onClick={() => setDialog({ what: 'delete', user: each })}
                      >
                        Delete
                      </button>
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <MoreButton more={more} />
      </section>
      {dialog?.what === 'save' && (
        <UserDialog user={user} onClose={close} onSaved={() => done('Saved.')} change={change} />
      )}
      {dialog?.what === 'disable' && user && (
        <ConfirmDialog
          title={`${user.disabled ? 'Enable' : 'Disable'} ${user.name}?`}
          text={
            user.disabled
              ? 'The user may sign in again.'
              : 'The user is signed out at once, and may not sign in any more.'
          }
          verb={user.disabled ? 'Enable the user' : 'Disable the user'}
          onClose={close}
          act={async () => {
            await change(user.id, { disabled: !user.disabled });
            await done(`“${user.name}” is ${user.disabled ? 'enabled' : 'disabled'}.`);
          }}
        />
      )}
      {dialog?.what === 'delete' && user && (
        <ConfirmDialog
          title={`Delete ${user.name}?`}
          text="The user is signed out at once. What the user did stays in the histories."
          verb="Delete the user"
          onClose={close}
          act={async () => {
            await api<DeleteUserData, void>('DELETE', '/api/users/{id}', { path: { id: user.id } });
            await done(`“${user.name}” is deleted.`);
          }}
        />
      )}
    </>
  );
}
