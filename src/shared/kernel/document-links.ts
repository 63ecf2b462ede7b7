/** The absolute addresses of a document. Stable for ever: CRM records keep them. */
export class DocumentLinks {
  /** @param base PUBLIC_BASE_URL without a trailing slash */
  constructor(private readonly base: string) {}

  /** Opens the document for a person. At most 255 characters, the length of a Salesforce URL field. */
  docUrl(id: number): string {
    return `${this.base}/documents/${id}`;
  }

  fileUrl(id: number): string {
    return `${this.base}/api/documents/${id}/file`;
  }

  versionUrl(id: number, number: number): string {
    return `${this.base}/api/documents/${id}/versions/${number}`;
  }

  versionFileUrl(id: number, number: number): string {
    return `${this.versionUrl(id, number)}/file`;
  }
}
