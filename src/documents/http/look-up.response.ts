import { ApiProperty } from '@nestjs/swagger';

class LookUpResultResponse {
  @ApiProperty({ example: 'salesforce' })
  system: string;

  @ApiProperty({ example: '001Qy00000BnXt2IAF' })
  record_id: string;

  @ApiProperty({
    type: 'array',
    items: { type: 'integer' },
    description: 'Newest first, at most 100; empty when there is none.',
    example: [1],
  })
  document_ids: number[];

  @ApiProperty({
    description: 'There are others: `GET /api/documents?external_ref=` lists all.',
    example: false,
  })
  has_more: boolean;
}

export class LookUpResponse {
  @ApiProperty({ type: [LookUpResultResponse], description: 'In the order given.' })
  results: LookUpResultResponse[];
}
