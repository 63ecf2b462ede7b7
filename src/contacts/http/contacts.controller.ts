import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Config } from '../../shared/config/config.js';
import { Id } from '../../shared/http/id.param.js';
import { answerPage } from '../../shared/http/page.js';
import { ProblemResponse } from '../../shared/http/problem.response.js';
import { RequireScope } from '../../shared/http/require-scope.js';
import { ContactQueries } from '../application/contact.queries.js';
import { CreateContact } from '../application/create-contact.js';
import { contactNotFound } from '../domain/contact-errors.js';
import { CreateContactRequest, ListContactsRequest } from './contact.requests.js';
import { ContactListResponse, ContactResponse } from './contact.responses.js';

@ApiTags('Contacts and folders')
@Controller('api/contacts')
export class ContactsController {
  constructor(
    private readonly createContact: CreateContact,
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
      name: body.name,
      type: body.type ?? 'Other',
      email: body.email ?? null,
      phone: body.phone ?? null,
      notes: body.notes ?? null,
      parentId: body.parent_id ?? null,
      defaultProfileId: body.default_profile_id ?? null,
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
    const found = await this.contacts.list(query, query.limit + 1, before);
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
  @ApiResponse({ status: 404, description: 'There is no such contact.', type: ProblemResponse })
  async get(@Id() id: number): Promise<ContactResponse> {
    const contact = await this.contacts.get(id);
    if (!contact) throw contactNotFound(id);
    return ContactResponse.from(contact);
  }
}
