import type {
  GetOfflineModeData,
  OfflineModeResponse,
  SetOfflineModeData,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { api } from '../api.js';
import { useMe } from '../me.js';
import { ProblemBox } from '../parts/problem-box.js';
import { toast } from '../toasts.js';
import { useAction } from '../use-action.js';
import { useData } from '../use-data.js';
import { usePoll } from '../use-poll.js';

const POLL_MS = 15_000;

/** The switch that holds all webhooks back, and the banner while it is on. */
export function OfflineMode() {
  const { may } = useMe();
  const { isBusy, problem, run } = useAction();
  const { value, reload, set } = useData(
    (signal) => api<GetOfflineModeData, OfflineModeResponse>('GET', '/api/settings/offline-mode', { signal }),
    [],
  );
  usePoll(reload, POLL_MS);
  if (!value) return null;
  const { enabled } = value;
  const turn = async (): Promise<void> => {
    set(
      await api<SetOfflineModeData, OfflineModeResponse>('PUT', '/api/settings/offline-mode', {
        body: { enabled: !enabled },
      }),
    );
    toast(enabled ? 'Offline mode is off. What was held back goes out.' : 'Offline mode is on.');
  };
  return (
    <>
      {may('admin') && (
        <button
          type="button"
          role="switch"
          class="switch"
          aria-checked={enabled}
          disabled={isBusy}
          onClick={() => run(turn)}
        >
          Offline mode
        </button>
      )}
      {problem && <ProblemBox problem={problem} />}
      {enabled && (
        <p class="note offline-note" role="status">
          <strong>Offline mode is on: no webhook is sent.</strong> What is exported is kept, and goes out in
          order when it is switched off.
          {!may('admin') && ' An administrator can switch it off.'}
        </p>
      )}
    </>
  );
}
