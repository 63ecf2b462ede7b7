import { CopyButton } from '../parts/copy-button.js';

/** A secret that the service never shows again. */
export function SecretShown({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <>
      <p class="note">
        <strong>This secret is shown only now.</strong> Store it where your receiver checks signatures
        (Standard Webhooks). When it is lost, rotate it to get another one.
      </p>
      <p class="secret">
        <code>{secret}</code>
        <CopyButton text={secret} what="the secret" />
      </p>
      <p class="actions">
        <button type="button" class="primary" onClick={onClose}>
          I have stored it
        </button>
      </p>
    </>
  );
}
