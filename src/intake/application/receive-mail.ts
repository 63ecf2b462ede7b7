import { Injectable } from '@nestjs/common';
import { decodeUtf8 } from '../../shared/kernel/decode-utf8.js';
import { DomainError } from '../../shared/kernel/domain-error.js';
import { ExternalRefs } from '../../shared/kernel/external-refs.js';
import type { IntakeItemState } from '../domain/intake-item.js';
import { isSenderOf } from '../domain/is-sender-of.js';
import { refsOfSubject } from '../domain/refs-of-subject.js';
import type { Target } from '../../shared/kernel/target.js';
import type { ArrivedContent } from './arrival.js';
import { IntakeItems } from './intake-items.js';
import type { Mail, MailDelivery, MailPart } from './mail.js';
import { MailPolicy } from './mail-policy.js';
import { ReceiveArrival } from './receive-arrival.js';
import { RetryIntakeItem } from './retry-intake-item.js';

/** System/Inbox, which always exists. */
const INBOX = { contactId: 1, folderId: 1 };
const MAX_NAME = 500;

interface Refs {
  refs: ExternalRefs;
  /** For the notes. */
  remark?: string;
}

/**
 * What both ways of mail do with one: each of its documents is an arrival of its own, by a key that the mail gives it.
 * So they need no common transaction: whoever is cut off in between sends or fetches the mail again, and finds settled
 * what was.
 */
@Injectable()
export class ReceiveMail {
  constructor(
    private readonly receive: ReceiveArrival,
    private readonly items: IntakeItems,
    private readonly retry: RetryIntakeItem,
    private readonly policy: MailPolicy,
  ) {}

  /**
   * @returns the items of the mail, all settled; one that is refused, where no document is in it
   * @throws whatever trouble is not in the mail: come again with the same one
   */
  async execute(mail: Mail, delivery: MailDelivery): Promise<IntakeItemState[]> {
    const refusal = this.refusalOf(mail, delivery);
    if (refusal) {
      const content = (): Promise<never> => Promise.reject(refusal);
      return [await this.receiveOne(mail, delivery, 'mail', mail.subject, content)];
    }
    const settled: IntakeItemState[] = [];
    for (const part of mail.parts) {
      const open = async (): Promise<ArrivedContent> => this.contentOf(part, mail, delivery);
      settled.push(await this.receiveOne(mail, delivery, part.path, part.filename, open));
    }
    return settled;
  }

  private async receiveOne(
    mail: Mail,
    delivery: MailDelivery,
    path: string,
    name: string,
    open: () => Promise<ArrivedContent>,
  ): Promise<IntakeItemState> {
    const sourceKey = [mail.key, ...wordsOfTarget(delivery.target), path].join('/');
    if (delivery.isNewTry) {
      const known = await this.items.find('email', sourceKey);
      if (known?.result === 'failed') await this.retry.execute(known.id);
    }
    return this.receive.execute({
      channel: 'email',
      sourceKey,
      origin: delivery.origin,
      name: `${mail.from[0] ?? delivery.envelopeSender ?? ''}/${name}`.slice(0, MAX_NAME).toWellFormed(),
      open,
    });
  }

  private refusalOf(mail: Mail, { envelopeSender }: MailDelivery): DomainError | undefined {
    if (mail.problem !== undefined) return new DomainError('invalid', 'mail_refused', mail.problem);
    const { allowedSenders } = this.policy;
    if (allowedSenders.length > 0 && !isFrom(mail, envelopeSender, allowedSenders)) {
      return new DomainError(
        'invalid',
        'sender_not_allowed',
        `Mails from ${mail.fromText || 'nobody'} are not taken: MAIL_ALLOWED_SENDERS does not name the sender.`,
      );
    }
    if (mail.parts.length > 0) return undefined;
    return new DomainError('invalid', 'no_document', 'There is no attachment and no text in the mail.');
  }

  private contentOf(part: MailPart, mail: Mail, delivery: MailDelivery): ArrivedContent {
    const { refs, remark } = this.refsOf(mail, delivery);
    const { contactId = INBOX.contactId, folderId, profileId } = delivery.target;
    const isInbox = delivery.target.contactId === undefined;
    return {
      filename: part.filename,
      content: part.content(),
      contactId,
      folderId: folderId ?? (isInbox ? INBOX.folderId : undefined),
      profileId,
      externalRefs: refs,
      notes: notesOf(mail, delivery, [part.remark, remark]),
      close: () => Promise.resolve(),
    };
  }

  /** Whoever may not give any is not told so by a bounce: the documents arrive, and say it. */
  private refsOf(mail: Mail, { envelopeSender }: MailDelivery): Refs {
    const tag = refsOfSubject(mail.subject);
    const given = mail.refsFiles.length + (tag === undefined ? 0 : 1);
    if (given === 0) return { refs: ExternalRefs.EMPTY };
    if (!isFrom(mail, envelopeSender, this.policy.refsSenders)) {
      const remark = 'external_refs were ignored: MAIL_REFS_SENDERS does not name the sender.';
      return { refs: ExternalRefs.EMPTY, remark };
    }
    if (given > 1) {
      throw new DomainError('invalid', 'refs_given_twice', 'The mail gives external_refs more than once.');
    }
    const text = tag ?? decodeUtf8(mail.refsFiles[0]!).replace(/^\ufeff/, '');
    return { refs: ExternalRefs.parse(text) };
  }
}

/** By the one address in `From`, and by the dialogue, should there have been one. */
function isFrom(mail: Mail, envelopeSender: string | undefined, senders: readonly string[]): boolean {
  const [from, ...others] = mail.from;
  if (from === undefined || others.length > 0 || !isSenderOf(from, senders)) return false;
  return envelopeSender === undefined || isSenderOf(envelopeSender, senders);
}

function wordsOfTarget({ contactId, folderId, profileId }: Target): string[] {
  const words = Object.entries({ contact: contactId, folder: folderId, profile: profileId });
  return words.filter(([, id]) => id !== undefined).map(([what, id]) => `${what}-${id}`);
}

function notesOf(mail: Mail, { envelopeSender }: MailDelivery, remarks: (string | undefined)[]): string {
  const sent = envelopeSender?.toLowerCase();
  const lines = [
    `From: ${mail.fromText || '(nobody)'}`,
    sent !== undefined && sent !== '' && !mail.from.includes(sent) ? `Sent by: ${sent}` : undefined,
    mail.subject && `Subject: ${mail.subject}`,
    ...remarks,
  ];
  return lines.filter(Boolean).join('\n').replaceAll('\0', '').slice(0, 100_000).toWellFormed();
}
