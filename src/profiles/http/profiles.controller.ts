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
import { ExpectedVersions } from '../../shared/http/if-match.js';
import { answerPage } from '../../shared/http/page.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { CreateProfile } from '../application/create-profile.js';
import { DeleteProfile } from '../application/delete-profile.js';
import { ProfileQueries } from '../application/profile.queries.js';
import { UpdateProfile } from '../application/update-profile.js';
import type { Profile, ProfileDetails } from '../domain/profile.js';
import { profileNotFound } from '../domain/profile-errors.js';
import { ProfileChange } from './profile-change.js';
import { CreateProfileRequest, ListProfilesRequest, UpdateProfileRequest } from './profile.requests.js';
import { ProfileListResponse, ProfileResponse } from './profile.responses.js';

const PROFILE = {
  type: ProfileResponse,
  headers: { ETag: { required: true, schema: { type: 'string' }, description: 'The version.' } },
} as const;
const REFUSED = {
  status: 422,
  description: 'A member is not valid; `duplicate_field`: a key is used twice.',
  type: ProblemResponse,
};

@ApiTags('Extraction profiles')
@Controller('api/profiles')
export class ProfilesController {
  constructor(
    private readonly createProfile: CreateProfile,
    private readonly updateProfile: UpdateProfile,
    private readonly deleteProfile: DeleteProfile,
    private readonly profiles: ProfileQueries,
    private readonly config: Config,
  ) {}

  @Post()
  @RequireScope('admin')
  @ApiOperation({
    operationId: 'createProfile',
    summary: 'Create an extraction profile',
    description:
      'Documents that are uploaded with it, by `profile_id` or as the default of their contact, are read for its ' +
      'fields and no others.',
  })
  @ApiCreatedResponse(PROFILE)
  @ApiResponse({
    status: 409,
    description: '`profile_name_taken`: another one has this name, in any capitals.',
    type: ProblemResponse,
  })
  @ApiResponse(REFUSED)
  async create(
    @Body() body: CreateProfileRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ProfileResponse> {
    const given = { description: null, fields: [], lineItemColumns: [], ...details(body), name: body.name };
    const profile = await this.createProfile.execute(given);
    response.setHeader('Location', `${this.config.publicBaseUrl}/api/profiles/${profile.id}`);
    return answer(profile, response);
  }

  @Get()
  @RequireScope('read')
  @ApiOperation({
    operationId: 'listProfiles',
    summary: 'List extraction profiles, newest first',
    description: 'Those with ids up to 100 are built in; yours begin at 101.',
  })
  @ApiOkResponse({ type: ProfileListResponse })
  @ApiResponse({
    status: 422,
    description: 'A parameter is not valid; `invalid_cursor`.',
    type: ProblemResponse,
  })
  async list(@Query() query: ListProfilesRequest, @Req() request: Request): Promise<ProfileListResponse> {
    const [before] = query.after('id') ?? [];
    const found = await this.profiles.list({ name: query.name }, query.limit + 1, before);
    return answerPage(
      { request, config: this.config, query },
      found,
      (profile) => [profile.id],
      (profile) => ProfileResponse.from(profile),
    );
  }

  @Get(':id')
  @RequireScope('read')
  @ApiOperation({ operationId: 'getProfile', summary: 'Get an extraction profile' })
  @ApiOkResponse(PROFILE)
  @ApiResponse({ status: 404, description: 'There is no such profile.', type: ProblemResponse })
  async get(@Id() id: number, @Res({ passthrough: true }) response: Response): Promise<ProfileResponse> {
    const profile = await this.profiles.get(id);
    if (!profile) throw profileNotFound(id);
    return answer(profile, response);
  }

  @Patch(':id')
  @RequireScope('admin')
  @ApiOperation({
    operationId: 'updateProfile',
    summary: 'Change an extraction profile',
    description:
      'Only the members that are named; `fields` and `line_item_columns` are replaced whole. What is so already ' +
      'changes nothing, nor `version`. Documents that have been read stay as they are: reprocess them to have them ' +
      'read for the new fields.',
  })
  @ProfileChange({
    conflict:
      '`built_in`: it stays as it is; make one of your own with its fields. `profile_name_taken`: another one has ' +
      'this name, in any capitals.',
  })
  @ApiOkResponse(PROFILE)
  @ApiResponse(REFUSED)
  async update(
    @Id() id: number,
    @Body() body: UpdateProfileRequest,
    @ExpectedVersions() expectedVersions: number[] | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ProfileResponse> {
    return answer(await this.updateProfile.execute(id, details(body), expectedVersions), response);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('admin')
  @ApiOperation({
    operationId: 'deleteProfile',
    summary: 'Delete an extraction profile',
    description:
      'Only while no contact and no document names it. Of a deletion and uploads at the same time one comes first: ' +
      'either the deletion is answered with 409, or the uploads with 422 `unknown_profile`.',
  })
  @ProfileChange({ conflict: '`profile_in_use` by contacts or documents; `built_in`: it stays.' })
  @ApiNoContentResponse({ description: 'It is gone.' })
  async delete(@Id() id: number, @ExpectedVersions() expectedVersions: number[] | undefined): Promise<void> {
    await this.deleteProfile.execute(id, expectedVersions);
  }
}

function answer(profile: Profile, response: Response): ProfileResponse {
  response.setHeader('ETag', `"${profile.version}"`);
  return ProfileResponse.from(profile);
}

/** The members that are named, each whole. */
function details(body: UpdateProfileRequest): Partial<ProfileDetails> {
  return {
    ...(body.name !== undefined && { name: body.name }),
    ...(body.description !== undefined && { description: body.description }),
    ...(body.fields !== undefined && {
      fields: body.fields.map(({ key, label, type, description, required, aliases }) => ({
        ...{ key, label, type, description: description ?? null },
        ...{ required: required ?? false, aliases: aliases ?? [] },
      })),
    }),
    ...(body.line_item_columns !== undefined && {
      lineItemColumns: body.line_item_columns.map(({ key, label, description, aliases }) => ({
        ...{ key, label, description: description ?? null, aliases: aliases ?? [] },
      })),
    }),
  };
}
