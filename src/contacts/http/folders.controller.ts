import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Config } from '../../shared/config/config.js';
import { Id } from '../../shared/http/id.param.js';
import { answerPage } from '../../shared/http/page.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { CreateFolder } from '../application/create-folder.js';
import { FolderQueries } from '../application/folder.queries.js';
import { folderNotFound } from '../domain/contact-errors.js';
import { CreateFolderRequest, ListFoldersRequest } from './folder.requests.js';
import { FolderListResponse, FolderResponse } from './folder.responses.js';

@ApiTags('Contacts and folders')
@Controller('api/folders')
export class FoldersController {
  constructor(
    private readonly createFolder: CreateFolder,
    private readonly folders: FolderQueries,
    private readonly config: Config,
  ) {}

  @Post()
  @RequireScope('write')
  @ApiOperation({ operationId: 'createFolder', summary: 'Create a folder of a contact' })
  @ApiCreatedResponse({ type: FolderResponse })
  @ApiResponse({
    status: 422,
    description: 'A member is not valid; `unknown_contact`.',
    type: ProblemResponse,
  })
  async create(
    @Body() body: CreateFolderRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<FolderResponse> {
    const folder = await this.createFolder.execute({ contactId: body.contact_id, name: body.name });
    response.setHeader('Location', `${this.config.publicBaseUrl}/api/folders/${folder.id}`);
    return FolderResponse.from(folder);
  }

  @Get()
  @RequireScope('read')
  @ApiOperation({ operationId: 'listFolders', summary: 'List folders, newest first' })
  @ApiOkResponse({ type: FolderListResponse })
  @ApiResponse({
    status: 422,
    description: 'A parameter is not valid; `invalid_cursor`.',
    type: ProblemResponse,
  })
  async list(@Query() query: ListFoldersRequest, @Req() request: Request): Promise<FolderListResponse> {
    const [before] = query.after('id') ?? [];
    const found = await this.folders.list(
      { contactId: query.contact_id, name: query.name },
      query.limit + 1,
      before,
    );
    return answerPage(
      { request, config: this.config, query },
      found,
      (folder) => [folder.id],
      (folder) => FolderResponse.from(folder),
    );
  }

  @Get(':id')
  @RequireScope('read')
  @ApiOperation({ operationId: 'getFolder', summary: 'Get a folder' })
  @ApiOkResponse({ type: FolderResponse })
  @ApiResponse({ status: 404, description: 'There is no such folder.', type: ProblemResponse })
  async get(@Id() id: number): Promise<FolderResponse> {
    const folder = await this.folders.get(id);
    if (!folder) throw folderNotFound(id);
    return FolderResponse.from(folder);
  }
}
