import type { Target } from '../../shared/kernel/target.js';

/** A mail that was received whole and taken apart. */
export interface Mail {
  /** Of what the sender wrote: the same however often and by whatever way the mail arrives. */
  key: string;
  /** The addresses of `From`, in lower case. One that is given twice, or not at all, proves nobody. */
  from: readonly string[];
  /** The same for people: `Ann Example <ann@example.com>`. */
  fromText: string;
  /** Whom the mail says it was for, whoever delivered it first. */
  recipients: readonly string[];
  /** Decoded; empty when there is none. */
  subject: string;
  /** Of all `external_refs.json` attached to the mail itself, the contents; a large one is cut off. */
  refsFiles: readonly Uint8Array[];
  /** In the order of the mail: its text, its attachments, and those of the mails attached to it. */
  parts: readonly MailPart[];
  /** Why nothing can be made of the mail. */
  problem: string | undefined;
}

export interface MailPart {
  /** Its number in the mail, such as `2.1`, or `text`: the same whenever the mail is taken apart. */
  path: string;
  filename: string;
  /** What a person should know of it. */
  remark: string | undefined;
  /** Read anew at each call. */
  content(): AsyncIterable<Uint8Array>;
}

/** How a mail came here. */
export interface MailDelivery {
  /** The server's address, or the account and its mailbox. */
  origin: string;
  target: Target;
  /** Of the SMTP dialogue; undefined where there was none, empty for a message of a mail system. */
  envelopeSender: string | undefined;
  /** A refused part that arrives again is tried again: nobody has kept it. */
  isNewTry: boolean;
}
