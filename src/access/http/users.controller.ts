import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Config } from '../../shared/config/config.js';
import { Id } from '../../shared/http/id.param.js';
import { SecretMembers } from '../../shared/http/idempotency.js';
import { answerPage, PageRequest } from '../../shared/http/page.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { ChangeUser } from '../application/change-user.js';
import { CreateUser } from '../application/create-user.js';
import { DeleteUser } from '../application/delete-user.js';
import { UserQueries } from '../application/user.queries.js';
import type { Initiator } from '../domain/access-event.js';
import { CurrentInitiator } from './current-initiator.js';
import { ChangeUserRequest, CreateUserRequest } from './user.requests.js';
import { UserListResponse, UserResponse } from './user.responses.js';

const NotFound = (): MethodDecorator =>
  ApiResponse({ status: 404, description: 'There is no such user.', type: ProblemResponse });
const Refused = (): MethodDecorator =>
  ApiResponse({
    status: 422,
    description: 'A member is not valid: `validation_failed`, `password_refused`.',
    type: ProblemResponse,
  });
const Conflict = (description: string): MethodDecorator =>
  ApiResponse({ status: 409, description, type: ProblemResponse });

@ApiTags('Users')
@Controller('api/users')
@RequireScope('admin')
export class UsersController {
  constructor(
    private readonly createUser: CreateUser,
    private readonly changeUser: ChangeUser,
    private readonly deleteUser: DeleteUser,
    private readonly users: UserQueries,
    private readonly config: Config,
  ) {}

  @Post()
  @SecretMembers('password')
  @ApiOperation({ operationId: 'createUser', summary: 'Create a user' })
  @ApiCreatedResponse({ type: UserResponse, description: '`Location` names it.' })
  @Refused()
  @Conflict('`email_taken`: another user has the e-mail.')
  async create(
    @Body() body: CreateUserRequest,
    @CurrentInitiator() by: Initiator,
    @Res({ passthrough: true }) response: Response,
  ): Promise<UserResponse> {
    const { email, name, role, password = null } = body;
    const { id } = await this.createUser.execute({ email, name, role, password }, by);
    response.setHeader('Location', `${this.config.publicBaseUrl}/api/users/${id}`);
    return UserResponse.from(await this.users.get(id));
  }

  @Get()
  @ApiOperation({ operationId: 'listUsers', summary: 'List users, newest first' })
  @ApiOkResponse({ type: UserListResponse })
  @ApiResponse({
    status: 422,
    description: 'A parameter is not valid; `invalid_cursor`.',
    type: ProblemResponse,
  })
  async list(@Query() query: PageRequest, @Req() request: Request): Promise<UserListResponse> {
    const [before] = query.after('id') ?? [];
    const found = await this.users.list(query.limit + 1, before);
    return answerPage({ request, config: this.config, query }, found, (view) => [view.id], UserResponse.from);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getUser', summary: 'Get a user' })
  @ApiOkResponse({ type: UserResponse })
  @NotFound()
  async get(@Id() id: number): Promise<UserResponse> {
    return UserResponse.from(await this.users.get(id));
  }

  @Patch(':id')
  @SecretMembers('password')
  @ApiOperation({
    operationId: 'changeUser',
    summary: 'Change members of a user',
    description:
      'Only what is named is changed. With another role or password, or disabled, all sessions of the user are over.',
  })
  @ApiOkResponse({ type: UserResponse })
  @NotFound()
  @Refused()
  @Conflict('`email_taken`, `last_admin_user`: no other user who may sign in is admin.')
  async change(
    @Id() id: number,
    @Body() body: ChangeUserRequest,
    @CurrentInitiator() by: Initiator,
  ): Promise<UserResponse> {
    const { email, name, role, disabled, password } = body;
    await this.changeUser.execute(
      id,
      {
        ...(email !== undefined && { email }),
        ...(name !== undefined && { name }),
        ...(role !== undefined && { role }),
        ...(disabled !== undefined && { disabled }),
        ...(password !== undefined && { password }),
      },
      by,
    );
    return UserResponse.from(await this.users.get(id));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deleteUser',
    summary: 'Delete a user',
    description: 'Sessions of the user are over. What the user did stays in the histories.',
  })
  @ApiNoContentResponse()
  @NotFound()
  @Conflict('`last_admin_user`: no other user who may sign in is admin.')
  async delete(@Id() id: number, @CurrentInitiator() by: Initiator): Promise<void> {
    await this.deleteUser.execute(id, by);
  }
}
