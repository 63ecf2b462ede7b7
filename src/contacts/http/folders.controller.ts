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
import { answerPage } from '../../shared/http/page.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { CreateFolder } from '../application/create-folder.js';
import { DeleteFolder } from '../application/delete-folder.js';
import { FolderQueries } from '../application/folder.queries.js';
import { UpdateFolder } from '../application/update-folder.js';
import { folderNotFound } from '../domain/contact-errors.js';
import { CreateFolderRequest, ListFoldersRequest, UpdateFolderRequest } from './folder.requests.js';
import { FolderListResponse, FolderResponse } from './folder.responses.js';

const NOT_FOUND = { status: 404, description: 'There is no such folder.', type: ProblemResponse };

@ApiTags('Contacts and folders')
@Controller('api/folders')
export class FoldersController {
  constructor(
    private readonly createFolder: CreateFolder,
    private readonly updateFolder: UpdateFolder,
    private readonly deleteFolder: DeleteFolder,
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
  @ApiResponse(NOT_FOUND)
  async get(@Id() id: number): Promise<FolderResponse> {
    const folder = await this.folders.get(id);
    if (!folder) throw folderNotFound(id);
    return FolderResponse.from(folder);
  }

  @Patch(':id')
  @RequireScope('write')
  @ApiOperation({
    operationId: 'updateFolder',
    summary: 'Rename a folder',
    description:
      'The name that it has already changes nothing, nor `updated_at`. A folder stays with its contact; documents ' +
      'can be moved. The folder Inbox of System keeps its name.',
  })
  @ApiOkResponse({ type: FolderResponse })
  @ApiResponse(NOT_FOUND)
  @ApiResponse({ status: 409, description: '`built_in`: it keeps its name.', type: ProblemResponse })
  async update(@Id() id: number, @Body() body: UpdateFolderRequest): Promise<FolderResponse> {
    return FolderResponse.from(await this.updateFolder.execute(id, { name: body.name }));
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({
    operationId: 'deleteFolder',
    summary: 'Delete a folder',
    description:
      'Only while it holds no documents. Of a deletion and uploads at the same time one comes first: either the ' +
      'deletion is answered with 409, or the uploads with 422 `unknown_folder`.',
  })
  @ApiNoContentResponse()
  @ApiResponse(NOT_FOUND)
  @ApiResponse({
    status: 409,
    description:
      '`folder_holds_documents`: delete them or move them first. `built_in`: Inbox of System stays.',
    type: ProblemResponse,
  })
  async delete(@Id() id: number): Promise<void> {
    await this.deleteFolder.execute(id);
  }
}
