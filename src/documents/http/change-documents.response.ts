import { ApiProperty } from '@nestjs/swagger';
import type { DocumentChangeResult } from '../application/change-documents.js';
import { DOCUMENT_STATUSES, type DocumentStatus } from '../domain/document-status.js';
import { ITEM_PROBLEM, itemProblem, type ItemProblem } from './item-problem.js';

class DocumentChangeResultResponse {
  @ApiProperty({ type: 'integer', example: 847 })
  document_id: number;
  @ApiProperty()
  ok: boolean;
  @ApiProperty({ type: 'integer', nullable: true, description: 'As committed.', example: 3 })
  version: number | null;
  @ApiProperty({ type: String, enum: [...DOCUMENT_STATUSES, null], nullable: true, example: 'Approved' })
  status: DocumentStatus | null;
  @ApiProperty(ITEM_PROBLEM)
  problem: ItemProblem | null;
}

export class ChangeDocumentsResponse {
  @ApiProperty({ type: [DocumentChangeResultResponse], description: 'In the order given.' })
  results: DocumentChangeResultResponse[];

  static from(results: readonly DocumentChangeResult[]): ChangeDocumentsResponse {
    return {
      results: results.map((result) => ({
        document_id: result.documentId,
        ok: result.ok,
        version: result.ok ? result.version : null,
        status: result.ok ? result.status : null,
        problem: result.ok ? null : itemProblem(result.problem),
      })),
    };
  }
}
