/** What an installation asks of a document before it may be exported. */
export abstract class ExportPolicy {
  abstract readonly requiresApproval: boolean;
}
