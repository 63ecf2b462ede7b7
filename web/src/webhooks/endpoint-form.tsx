import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { FormActions } from '../parts/form-actions.js';
import { Hint } from '../parts/hint.js';
import { ProblemBox } from '../parts/problem-box.js';
import { Problem } from '../problem.js';
import { useAction } from '../use-action.js';
import { badHeaderLines, type EndpointDraft, type WebhookEvent } from './endpoint-draft.js';

const EVENTS: readonly [WebhookEvent, string][] = [
  ['document.exported', 'A document is exported'],
  ['endpoint.failing', 'Another endpoint begins to fail'],
  ['endpoint.open', 'Another endpoint cannot be reached'],
  ['endpoint.recovered', 'Another endpoint is well again'],
  ['endpoint.disabled', 'Another endpoint is disabled'],
  ['delivery.parked', 'A delivery to another endpoint is parked'],
];

interface Props {
  start: EndpointDraft;
  label: string;
  save: (draft: EndpointDraft) => Promise<void>;
  onClose: () => void;
}

/** What people decide about an endpoint. */
export function EndpointForm({ start, label, save, onClose }: Props) {
  const [draft, setDraft] = useState(start);
  const { isBusy, problem, run } = useAction();
  const put = (change: Partial<EndpointDraft>): void => setDraft((before) => ({ ...before, ...change }));
  const submit = async (): Promise<void> => {
    const [line] = badHeaderLines(draft);
    if (line !== undefined) throw new Problem(`“${line}” is no header. Write Name: value.`, 0, 'invalid');
    await save(draft);
  };
  const isWrong = (name: string): boolean =>
    problem?.fields.some(({ pointer }) => pointer === `/${name}` || pointer.startsWith(`/${name}/`)) ?? false;
  return (
    <form
      class="endpoint-form"
      onSubmit={(event) => {
        event.preventDefault();
        run(submit);
      }}
    >
      {problem && <ProblemBox problem={problem} />}
      <Field id="endpoint-url" label="URL" hint="http or https. Redirects are not followed.">
        <input
          id="endpoint-url"
          type="url"
          required
          value={draft.url}
          placeholder="https://crm.example/hooks/recordengine"
          aria-describedby="endpoint-url-hint"
          aria-invalid={isWrong('url')}
          onInput={({ currentTarget: { value } }) => put({ url: value })}
        />
      </Field>
      <Field id="endpoint-description" label="Name (optional)" hint="How it is called on these pages.">
        <input
          id="endpoint-description"
          value={draft.description}
          maxLength={500}
          aria-describedby="endpoint-description-hint"
          onInput={({ currentTarget: { value } }) => put({ description: value })}
        />
      </Field>
      <fieldset>
        <legend class="label">It is told when</legend>
        {EVENTS.map(([event, words]) => (
          <label key={event} class="inline">
            <input
              type="checkbox"
              checked={draft.events.includes(event)}
              onChange={({ currentTarget: { checked } }) =>
                put({
                  events: checked ? [...draft.events, event] : draft.events.filter((each) => each !== event),
                })
              }
            />
            {words}
          </label>
        ))}
      </fieldset>
      <details open={start.authType !== 'none' || start.headers !== ''}>
        <summary>More settings</summary>
        <Field id="endpoint-auth" label="Authentication, besides the signature">
          <select
            id="endpoint-auth"
            value={draft.authType}
            onChange={({ currentTarget: { value } }) => put({ authType: value as EndpointDraft['authType'] })}
          >
            <option value="none">None</option>
            <option value="bearer">Bearer token</option>
            <option value="header">A header with a key</option>
          </select>
        </Field>
        {draft.authType === 'bearer' && (
          <Field id="endpoint-token" label="Token" hint="*** leaves the one that is stored.">
            <input
              id="endpoint-token"
              autoComplete="off"
              required
              value={draft.token}
              aria-describedby="endpoint-token-hint"
              aria-invalid={isWrong('auth')}
              onInput={({ currentTarget: { value } }) => put({ token: value })}
            />
          </Field>
        )}
        {draft.authType === 'header' && (
          <>
            <Field id="endpoint-header-name" label="Name of the header">
              <input
                id="endpoint-header-name"
                required
                value={draft.headerName}
                placeholder="X-Api-Key"
                aria-invalid={isWrong('auth')}
                onInput={({ currentTarget: { value } }) => put({ headerName: value })}
              />
            </Field>
            <Field id="endpoint-header-value" label="Its value" hint="*** leaves the one that is stored.">
              <input
                id="endpoint-header-value"
                autoComplete="off"
                required
                value={draft.headerValue}
                aria-describedby="endpoint-header-value-hint"
                onInput={({ currentTarget: { value } }) => put({ headerValue: value })}
              />
            </Field>
          </>
        )}
        <Field id="endpoint-headers" label="Other headers" hint="Name: value, one a line.">
          <textarea
            id="endpoint-headers"
            value={draft.headers}
            aria-describedby="endpoint-headers-hint"
            aria-invalid={isWrong('headers')}
            onInput={({ currentTarget: { value } }) => put({ headers: value })}
          />
        </Field>
        <Field id="endpoint-in-flight" label="Requests at the same time, at most">
          <input
            id="endpoint-in-flight"
            type="number"
            min={1}
            max={1000}
            required
            value={draft.maxInFlight}
            aria-invalid={isWrong('max_in_flight')}
            onInput={({ currentTarget: { value } }) => put({ maxInFlight: value })}
          />
        </Field>
      </details>
      <FormActions verb={label} isDisabled={isBusy} onCancel={onClose} />
    </form>
  );
}

interface FieldProps {
  id: string;
  label: string;
  hint?: string;
  children: ComponentChildren;
}

function Field({ id, label, hint, children }: FieldProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      <Hint of={id} text={hint} />
    </div>
  );
}
