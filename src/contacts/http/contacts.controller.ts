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
import { ContactQueries } from '../application/contact.queries.js';
import { CreateContact } from '../application/create-contact.js';
import { DeleteContact } from '../application/delete-contact.js';
import { UpdateContact } from '../application/update-contact.js';
import type { ContactDetails } from '../domain/contact.js';
import { contactNotFound } from '../domain/contact-errors.js';
import { CreateContactRequest, ListContactsRequest, UpdateContactRequest } from './contact.requests.js';
import { ContactListResponse, ContactResponse } from './contact.responses.js';

const NOT_FOUND = { status: 404, description: 'There is no such contact.', type: ProblemResponse };

@ApiTags('Contacts and folders')
@Controller('api/contacts')
export class ContactsController {
  constructor(
    private readonly createContact: CreateContact,
    private readonly updateContact: UpdateContact,
    private readonly deleteContact: DeleteContact,
    private readonly contacts: ContactQueries,
    private readonly config: Config,
  ) {}

  @Post()
  @RequireScope('write')
  @ApiOperation({
    operationId: 'createContact',
    summary: 'Create a contact',
    description: 'It gets the folders `Documents` and `Review`.',
  })
  @ApiCreatedResponse({ type: ContactResponse })
  @ApiResponse({
    status: 422,
    description: 'A member is not valid; `unknown_contact` (the parent), `unknown_profile`.',
    type: ProblemResponse,
  })
  async create(
    @Body() body: CreateContactRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ContactResponse> {
    const contact = await this.createContact.execute({
      type: 'Other',
      email: null,
      phone: null,
      notes: null,
      parentId: null,
      defaultProfileId: null,
      ...details(body),
      name: body.name,
    });
    response.setHeader('Location', `${this.config.publicBaseUrl}/api/contacts/${contact.id}`);
    return ContactResponse.from(contact);
  }

  @Get()
  @RequireScope('read')
  @ApiOperation({ operationId: 'listContacts', summary: 'List contacts, newest first' })
  @ApiOkResponse({ type: ContactListResponse })
  @ApiResponse({
    status: 422,
    description: 'A parameter is not valid; `invalid_cursor`.',
    type: ProblemResponse,
  })
  async list(@Query() query: ListContactsRequest, @Req() request: Request): Promise<ContactListResponse> {
    const [before] = query.after('id') ?? [];
    const { q, name, email, type, parent_id: parentId, default_profile_id: defaultProfileId } = query;
    const filter = { q, name, email, type, parentId, defaultProfileId };
    const found = await this.contacts.list(filter, query.limit + 1, before);
    return answerPage(
      { request, config: this.config, query },
      found,
      (contact) => [contact.id],
      (contact) => ContactResponse.from(contact),
    );
  }

  @Get(':id')
  @RequireScope('read')
  @ApiOperation({ operationId: 'getContact', summary: 'Get a contact' })
  @ApiOkResponse({ type: ContactResponse })
  @ApiResponse(NOT_FOUND)
  async get(@Id() id: number): Promise<ContactResponse> {
    const contact = await this.contacts.get(id);
    if (!contact) throw contactNotFound(id);
    return ContactResponse.from(contact);
  }

  @Patch(':id')
  @RequireScope('write')
  @ApiOperation({
    operationId: 'updateContact',
    summary: 'Change a contact',
    description:
      'Only the members that are named; null clears one. What is so already changes nothing, nor `updated_at`. ' +
      'The contact System keeps its name.',
  })
  @ApiOkResponse({ type: ContactResponse })
  @ApiResponse(NOT_FOUND)
  @ApiResponse({ status: 409, description: '`built_in`: it keeps its name.', type: ProblemResponse })
  @ApiResponse({
    status: 422,
    description:
      'A member is not valid; `unknown_contact` (the parent), `unknown_profile`; `parent_cycle`: the parent is the ' +
      'contact itself or belongs to it.',
    type: ProblemResponse,
  })
  async update(@Id() id: number, @Body() body: UpdateContactRequest): Promise<ContactResponse> {
    return ContactResponse.from(await this.updateContact.execute(id, details(body)));
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('write')
  @ApiOperation({
    operationId: 'deleteContact',
    summary: 'Delete a contact and its folders',
    description:
      'Only while it holds no documents. Of a deletion and uploads at the same time one comes first: either the ' +
      'deletion is answered with 409, or the uploads with 422 `unknown_contact`.',
  })
  @ApiNoContentResponse()
  @ApiResponse(NOT_FOUND)
  @ApiResponse({
    status: 409,
    description:
      '`contact_holds_documents` or `contact_has_children`: delete them or move them first. `built_in`: System stays.',
    type: ProblemResponse,
  })
  async delete(@Id() id: number): Promise<void> {
    await this.deleteContact.execute(id);
  }
}

/** The members that are named; no type is Other. */
function details(body: UpdateContactRequest): Partial<ContactDetails> {
  return {
    ...(body.name !== undefined && { name: body.name }),
    ...(body.type !== undefined && { type: body.type ?? 'Other' }),
    ...(body.email !== undefined && { email: body.email }),
    ...(body.phone !== undefined && { phone: body.phone }),
    ...(body.notes !== undefined && { notes: body.notes }),
    ...(body.parent_id !== undefined && { parentId: body.parent_id }),
    ...(body.default_profile_id !== undefined && { defaultProfileId: body.default_profile_id }),
  };
}
