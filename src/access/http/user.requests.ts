import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, Matches } from 'class-validator';
import { MayBeAbsent } from '../../shared/http/may-be-absent.js';
import { Text } from '../../shared/http/text.js';
import { PASSWORD_LENGTH } from '../domain/check-password.js';
import { USER_ROLES, type UserRole } from '../domain/user.js';

const ROLES = { message: `must be one of ${USER_ROLES.join(', ')}` };
const EMAIL: [RegExp, { message: string }] = [/^[^\s@]+@[^\s@]+$/, { message: 'must be an e-mail address' }];
const LENGTH = { minLength: PASSWORD_LENGTH.min, maxLength: PASSWORD_LENGTH.max };
const MAX_UNITS = 2 * PASSWORD_LENGTH.max; // of UTF-16; the characters are counted where the rules are
const PASSWORD = {
  ...LENGTH,
  example: 'correct horse battery staple',
  description: 'Any characters; not the e-mail.',
};

export class CreateUserRequest {
  @ApiProperty({ maxLength: 254, example: 'ann@example.com', description: 'Kept in lower case.' })
  @Text({ max: 254, trim: true })
  @Matches(...EMAIL)
  email: string;

  @ApiProperty({ minLength: 1, maxLength: 100, example: 'Ann Smith' })
  @Text({ min: 1, max: 100, trim: true })
  name: string;

  @ApiProperty({
    enum: USER_ROLES,
    example: 'reviewer',
    description: '`viewer` reads; `reviewer` also writes and exports; `admin` may do everything.',
  })
  @IsIn(USER_ROLES, ROLES)
  role: UserRole;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    ...PASSWORD,
    description: 'Any characters; not the e-mail. Without it the user enters by the identity provider alone.',
  })
  @IsOptional()
  @Text({ max: MAX_UNITS })
  password?: string | null;
}

export class ChangeUserRequest {
  @ApiPropertyOptional({ maxLength: 254, example: 'ann.smith@example.com' })
  @MayBeAbsent()
  @Text({ max: 254, trim: true })
  @Matches(...EMAIL)
  email?: string;

  @ApiPropertyOptional({ minLength: 1, maxLength: 100, example: 'Ann Smith' })
  @MayBeAbsent()
  @Text({ min: 1, max: 100, trim: true })
  name?: string;

  @ApiPropertyOptional({ enum: USER_ROLES, example: 'viewer' })
  @MayBeAbsent()
  @IsIn(USER_ROLES, ROLES)
  role?: UserRole;

  @ApiPropertyOptional({ example: false, description: 'true: may not sign in, and sessions are over.' })
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  disabled?: boolean;

  @ApiPropertyOptional({ ...PASSWORD, description: 'A new one, when the user has forgotten it.' })
  @MayBeAbsent()
  @Text({ max: MAX_UNITS })
  password?: string;
}

export class ChangeOwnPasswordRequest {
  @ApiProperty({ maxLength: 256, example: 'correct horse battery staple' })
  @Text({ max: MAX_UNITS })
  current_password: string;

  @ApiProperty({ ...PASSWORD, example: 'a much longer correct horse' })
  @Text({ max: MAX_UNITS })
  new_password: string;
}
