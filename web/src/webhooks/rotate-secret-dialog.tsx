import { useState } from 'preact/hooks';
import type {
  RotateWebhookSecretData,
  RotateWebhookSecretResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { api } from '../api.js';
import { Dialog } from '../parts/dialog.js';
import { ProblemBox } from '../parts/problem-box.js';
import { useAction } from '../use-action.js';
import { SecretShown } from './secret-shown.js';

const OVERLAPS: readonly [seconds: number, label: string][] = [
  [86_400, 'for a day more'],
  [3_600, 'for an hour more'],
  [604_800, 'for a week more'],
  [2_592_000, 'for 30 days more'],
  [0, 'not any more: it leaked'],
];

/** Another secret, and for how long the old one signs too. */
export function RotateSecretDialog({ id, onClose }: { id: number; onClose: () => void }) {
  const { isBusy, problem, run } = useAction();
  const [overlap, setOverlap] = useState(86_400);
  const [secret, setSecret] = useState<string>();
  const rotate = async (): Promise<void> => {
    const answer = await api<RotateWebhookSecretData, RotateWebhookSecretResponse>(
      'POST',
      '/api/webhook-endpoints/{id}/rotate-secret',
      { path: { id }, body: { overlap_seconds: overlap } },
    );
    setSecret(answer.secret);
  };
  return (
    <Dialog title="Rotate the secret" onClose={onClose}>
      {secret !== undefined ? (
        <SecretShown secret={secret} onClose={onClose} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            run(rotate);
          }}
        >
          {problem && <ProblemBox problem={problem} />}
          <p>
            A new secret signs from now on. While the old one signs too, the receiver can change over without
            missing anything.
          </p>
          <p>
            <label for="overlap">The old secret signs too</label>
            <select
              id="overlap"
              value={overlap}
              onChange={({ currentTarget: { value } }) => setOverlap(Number(value))}
            >
              {OVERLAPS.map(([seconds, label]) => (
                <option key={seconds} value={seconds}>
                  {label}
                </option>
              ))}
            </select>
          </p>
          <p class="actions">
            <button class="primary" disabled={isBusy}>
              Rotate
            </button>
            <button type="button" onClick={onClose}>
              Cancel
            </button>
          </p>
        </form>
      )}
    </Dialog>
  );
}
