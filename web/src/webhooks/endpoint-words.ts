import type { WebhookEndpointResponse } from '../../../clients/typescript/src/generated/types.gen.js';

type State = WebhookEndpointResponse['state'];

interface Words {
  tone: string;
  label: string;
  /** What it means for what is exported now. */
  meaning: string;
}

const STATES: Record<State, Words> = {
  healthy: { tone: 'green', label: 'Healthy', meaning: 'What is exported goes out at once.' },
  failing: {
    tone: 'amber',
    label: 'Failing',
    meaning: 'Some attempts failed. They are tried again by themselves.',
  },
  open: {
    tone: 'red',
    label: 'Not reachable',
    meaning: 'The receiver fails, so everything waits. A single probe is sent now and then.',
  },
  paused: {
    tone: 'amber',
    label: 'Asked to wait',
    meaning: 'The receiver asked for a break, and gets it. Then it goes on by itself.',
  },
  disabled: { tone: 'grey', label: 'Disabled', meaning: 'Nothing is sent. What is exported is kept for it.' },
};

export function endpointState(state: State): Words {
  return STATES[state];
}

export function endpointName({
  description,
  url,
}: Pick<WebhookEndpointResponse, 'description' | 'url'>): string {
  return (description ?? '').trim() || url;
}
