import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, IsString, ValidateNested } from 'class-validator';

const MOST = 1000;

class RecordRequest {
  @ApiProperty({ description: 'The name of a member of external_refs.', example: 'salesforce' })
  @IsString({ message: 'must be a text' })
  system: string;

  @ApiProperty({
    description: 'Its `record_id`: a text, or a number as it is spelled.',
    example: '001Qy00000BnXt2IAF',
  })
  @IsString({ message: 'must be a text' })
  record_id: string;
}

export class LookUpRequest {
  @ApiProperty({
    type: [RecordRequest],
    minItems: 1,
    maxItems: MOST,
    example: [{ system: 'salesforce', record_id: '001Qy00000BnXt2IAF' }],
  })
  @IsArray({ message: 'must be an array of records' })
  @ArrayMinSize(1, { message: 'must name at least one record' })
  @ArrayMaxSize(MOST, { message: `must name at most ${MOST} records` })
  @IsObject({ each: true, message: 'must be an array of records' })
  @ValidateNested({ each: true, message: 'must be an array of records' })
  @Type(() => RecordRequest)
  records: RecordRequest[];
}
