import { useState } from 'preact/hooks';
import type {
  RotateWebhookSecretData,
  RotateWebhookSecretResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { api } from '../api.js';
import { Dialog } from '../parts/dialog.js';
import { FormDialog } from '../parts/form-dialog.js';
import { SecretShown } from './secret-shown.js';

const TITLE = 'Rotate the secret';
const OVERLAPS: readonly [seconds: number, label: string][] = [
  [86_400, 'for a day more'],
  [3_600, 'for an hour more'],
  [604_800, 'for a week more'],
  [2_592_000, 'for 30 days more'],
  [0, 'not any more: it leaked'],
];

/** Another secret, and for how long the old one signs too. */
export function RotateSecretDialog({ id, onClose }: { id: number; onClose: () => void }) {
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
  if (secret !== undefined) {
    return (
      <Dialog title={TITLE} onClose={onClose}>
        <SecretShown secret={secret} onClose={onClose} />
      </Dialog>
    );
  }
  return (
    <FormDialog title={TITLE} verb="Rotate" act={rotate} onClose={onClose}>
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
    </FormDialog>
  );
}
