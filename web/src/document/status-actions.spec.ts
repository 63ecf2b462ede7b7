import { describe, expect, it } from '@jest/globals';
import * as service from '../../../src/documents/domain/document-status.js';
import { actionsOf, isLocked, isReprocessable, TRANSITIONS } from './status-actions.js';

const all = { write: true, export: true };

describe('What can be done with a document', () => {
  it('is what the service allows', () => {
    for (const status of service.DOCUMENT_STATUSES) {
      expect(TRANSITIONS[status]).toEqual(service.allowedTargets(status));
      expect(isLocked(status)).toBe(service.isLocked(status));
      expect(isReprocessable(status)).toBe(service.isReprocessable(status));
    }
  });

  it('depends on its status', () => {
    expect(actionsOf('Needs Review', all, false)).toEqual([
      ...['approve', 'export', 'ready', 'missing-info', 'reprocess', 'upload-version', 'archive'],
    ]);
    expect(actionsOf('Export', all, false)).toEqual(['export', 'reopen', 'archive']);
    expect(actionsOf('Processing', all, false)).toEqual(['upload-version']);
  });

  it('depends on who asks', () => {
    expect(actionsOf('Approved', { write: false, export: false }, false)).toEqual([]);
    expect(actionsOf('Approved', { write: false, export: true }, false)).toEqual(['export']);
    expect(actionsOf('Approved', { write: true, export: false }, false)).toEqual(['reopen', 'archive']);
  });

  it('needs an approval before the export where the service asks for it', () => {
    expect(actionsOf('Needs Review', all, true)).not.toContain('export');
    expect(actionsOf('Approved', all, true)).toContain('export');
    expect(actionsOf('Export', all, true)).toContain('export');
  });
});
