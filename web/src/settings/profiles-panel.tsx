import type {
  ListProfilesData,
  ListProfilesResponse,
  ProfileResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { to } from '../address.js';
import { api } from '../api.js';
import { useMe } from '../me.js';
import { Loading } from '../parts/loading.js';
import { MoreButton } from '../parts/more-button.js';
import { ProblemBox } from '../parts/problem-box.js';
import { useList } from '../use-list.js';

/** What documents can be read for. There are always built-in ones. */
export function ProfilesPanel() {
  const { may } = useMe();
  const { items, problem, reload, more } = useList<ProfileResponse>(
    (cursor, signal) =>
      api<ListProfilesData, ListProfilesResponse>('GET', '/api/profiles', {
        query: cursor === undefined ? {} : { cursor },
        signal,
      }),
    [],
  );
  return (
    <>
      {may('admin') && (
        <p class="actions">
          <a class="button primary" href={to('/settings/profiles/new')}>
            Create a profile
          </a>
        </p>
      )}
      {problem && <ProblemBox problem={problem} retry={reload} />}
      <section class="card" aria-label="Profiles">
        {!items && !problem && <Loading />}
        {items && (
          <table class="fold">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">What for</th>
                <th scope="col">Fields</th>
                <th scope="col">Line items</th>
              </tr>
            </thead>
            <tbody>
              {items.map((profile) => (
                <tr key={profile.id}>
                  <td data-label="Name">
                    <a href={to(`/settings/profiles/${profile.id}`)}>{profile.name}</a>{' '}
                    {profile.built_in && <span class="badge grey">Built in</span>}
                  </td>
                  <td data-label="What for">{profile.description ?? '–'}</td>
                  <td data-label="Fields">{profile.fields.map(({ label }) => label).join(', ')}</td>
                  <td data-label="Line items">
                    {profile.line_item_columns.map(({ label }) => label).join(', ') || '–'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <MoreButton more={more} />
      </section>
    </>
  );
}
