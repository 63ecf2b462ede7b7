import { useState } from 'preact/hooks';
import type {
  CreateWebhookEndpointData,
  CreateWebhookEndpointResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { api } from '../api.js';
import { Dialog } from '../parts/dialog.js';
import { navigate } from '../router.js';
import { endpointRequest, NEW_ENDPOINT } from './endpoint-draft.js';
import { EndpointForm } from './endpoint-form.js';
import { SecretShown } from './secret-shown.js';

/** A new endpoint, and its secret this once. */
export function CreateEndpointDialog({ onClose }: { onClose: () => void }) {
  const [created, setCreated] = useState<CreateWebhookEndpointResponse>();
  const done = (): void => {
    onClose();
    if (created) navigate(`/webhooks/endpoints/${created.id}`);
  };
  return (
    <Dialog
      key={created ? 'secret' : 'form'}
      title={created ? 'Its secret' : 'Add an endpoint'}
      onClose={done}
    >
      {created ? (
        <SecretShown secret={created.secret} onClose={done} />
      ) : (
        <EndpointForm
          start={NEW_ENDPOINT}
          label="Create"
          save={async (draft) =>
            setCreated(
              await api<CreateWebhookEndpointData, CreateWebhookEndpointResponse>(
                'POST',
                '/api/webhook-endpoints',
                { body: endpointRequest(draft) },
              ),
            )
          }
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}
