import { DomainError, type FieldError } from '../../shared/kernel/domain-error.js';
import { decodeField } from '../../shared/http/decode-field.js';

/** The fields of an upload form besides the file. What is wrong with them is told all at once, by `refuse()`. */
export class UploadFields {
  readonly errors: FieldError[] = [];

  /** @param known their names */
  constructor(
    private readonly fields: ReadonlyMap<string, Uint8Array>,
    known: readonly string[],
  ) {
    for (const name of fields.keys()) {
      if (!known.includes(name))
        this.errors.push({ pointer: `/${name}`, message: `is not one of file, ${known.join(', ')}` });
    }
  }

  text(name: string): string | undefined {
    const bytes = this.fields.get(name);
    return bytes && decodeField(bytes, name);
  }

  id(name: string, required = false): number | undefined {
    const value = this.text(name)?.trim() ?? '';
    const number = /^\d{1,10}$/.test(value) ? Number(value) : 0;
    if (number >= 1 && number < 2 ** 31) return number;
    if (value !== '' || required)
      this.errors.push({ pointer: `/${name}`, message: value === '' ? 'is missing' : 'must be an id' });
    return undefined;
  }

  refuse(): void {
    if (this.errors.length === 0) return;
    const what = this.errors.map((error) => `${error.pointer}: ${error.message}`).join('; ');
    throw new DomainError('invalid', 'validation_failed', `The upload was refused: ${what}.`, {
      errors: this.errors,
    });
  }
}
