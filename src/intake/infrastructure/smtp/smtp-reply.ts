/** An answer that is no 250. `smtp-server` looks for `responseCode`. */
export class SmtpReply extends Error {
  constructor(
    readonly responseCode: number,
    message: string,
  ) {
    super(message.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 400)); // one line of ASCII: RFC 5321, 4.5.3.1.5
    this.name = 'SmtpReply';
  }
}
