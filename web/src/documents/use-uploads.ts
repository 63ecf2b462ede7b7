import { useEffect, useRef, useState } from 'preact/hooks';
import type { UploadDocumentResponse } from '../../../clients/typescript/src/generated/types.gen.js';
import { apiForm } from '../api.js';
import { Problem } from '../problem.js';
import { requestKey } from './request-key.js';

export interface Upload {
  /** Also its Idempotency-Key: sent again after a failure, it never becomes two documents. */
  key: string;
  file: File;
  state: 'chosen' | 'waiting' | 'sending' | 'done' | 'failed';
  /** From 0 to 1. */
  sent: number;
  problem: Problem | undefined;
  documentId: number | undefined;
}

export interface UploadTarget {
  contactId: number;
  folderId: number;
  profileId: number | undefined;
  /** As it was typed; it is never parsed and printed. */
  refs: string;
}

const AT_ONCE = 3;

/** Files on their way to become documents, a few at a time; each succeeds or fails alone. */
export function useUploads(given: readonly File[]) {
  const [uploads, setUploads] = useState<readonly Upload[]>(() => given.map(chosen));
  const queue = useRef<Upload[]>([]);
  const active = useRef(0);
  const stopped = useRef(new AbortController());
  useEffect(() => () => stopped.current.abort(), []);

  const change = (key: string, changes: Partial<Upload>): void =>
    setUploads((before) => before.map((each) => (each.key === key ? { ...each, ...changes } : each)));
  const send = async ({ key, file }: Upload, target: UploadTarget): Promise<void> => {
    const { signal } = stopped.current;
    change(key, { state: 'sending', sent: 0 });
    try {
      const { id } = await apiForm<UploadDocumentResponse>('/api/documents/upload', formOf(file, target), {
        headers: { 'Idempotency-Key': key },
        signal,
        onSent: (sent) => change(key, { sent }),
      });
      change(key, { state: 'done', sent: 1, documentId: id });
    } catch (error) {
      const problem = signal.aborted
        ? new Problem('Stopped. Try again: it does not come twice.', 0, 'stopped')
        : error instanceof Problem && error.status > 0
          ? error
          : new Problem('The connection broke. Try again: it does not come twice.', 0, 'unreachable');
      change(key, { state: 'failed', problem });
    }
  };
  const work = async (target: UploadTarget): Promise<void> => {
    active.current++;
    for (let next = queue.current.shift(); next; next = queue.current.shift()) await send(next, target);
    active.current--;
  };
  return {
    uploads,
    add: (files: readonly File[]) => setUploads((before) => [...before, ...files.map(chosen)]),
    remove: (key: string) => setUploads((before) => before.filter((each) => each.key !== key)),
    /** What is not sent yet, and what has failed. */
    start: (which: readonly Upload[], target: UploadTarget) => {
      if (stopped.current.signal.aborted) stopped.current = new AbortController();
      for (const { key } of which) change(key, { state: 'waiting', sent: 0, problem: undefined });
      queue.current.push(...which);
      while (active.current < Math.min(AT_ONCE, active.current + queue.current.length)) void work(target);
    },
    stop: () => {
      for (const { key } of queue.current.splice(0)) change(key, { state: 'chosen' });
      stopped.current.abort();
    },
  };
}

function chosen(file: File): Upload {
  return { key: requestKey(), file, state: 'chosen', sent: 0, problem: undefined, documentId: undefined };
}

function formOf(file: File, { contactId, folderId, profileId, refs }: UploadTarget): FormData {
  const form = new FormData();
  form.set('contact_id', String(contactId));
  form.set('folder_id', String(folderId));
  if (profileId !== undefined) form.set('profile_id', String(profileId));
  if (refs.trim() !== '') form.set('external_refs', new Blob([refs])); // a string's line ends would become CRLF
  form.set('file', file);
  return form;
}
