import type { Type } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import type { Request } from 'express';
import type { Config } from '../config/config.js';
import { DomainError } from '../kernel/domain-error.js';
import { isUuid } from '../kernel/is-uuid.js';
import { QueryInteger } from './query-integer.js';

const GREATEST = { id: 2 ** 31 - 1, bigId: Number.MAX_SAFE_INTEGER };
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

interface KeyParts {
  id: number;
  /** Of a table that gets too long for an integer. */
  bigId: number;
  uuid: string;
  time: Date;
}
type KeyKind = keyof KeyParts;

/** The sort key of the last item of a page: the next page starts after it. */
export type PageKey<Kinds extends readonly KeyKind[]> = { [Index in keyof Kinds]: KeyParts[Kinds[Index]] };

/** The query of every list; extend it with the filters. */
export class PageRequest {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @QueryInteger({ min: 1, max: 200 })
  limit: number = 50;

  @ApiPropertyOptional({ description: '`next_cursor` of the page before.' })
  @IsOptional()
  @IsString()
  cursor?: string;

  /**
   * Where the page starts, for a list that is sorted by these `kinds` of members; undefined for the first page.
   * Cursors come back from outside, so every part is checked.
   */
  after<const Kinds extends readonly KeyKind[]>(...kinds: Kinds): PageKey<Kinds> | undefined {
    if (this.cursor === undefined) return undefined;
    const parts = decode(this.cursor);
    const key = kinds.map((kind, index) => keyPart(kind, parts[index]));
    if (parts.length !== kinds.length || key.includes(undefined)) throw invalidCursor();
    return key as unknown as PageKey<Kinds>;
  }
}

/** One page as it is answered. `PageOf(Item)` describes it. */
export interface PageAnswer<Item> {
  items: Item[];
  next_cursor: string | null;
  next: string | null;
}

/** `class ThingListResponse extends PageOf(ThingResponse) {}` */
export function PageOf<Item>(item: Type<Item>): Type<PageAnswer<Item>> {
  class PageResponse implements PageAnswer<Item> {
    @ApiProperty({ type: [item] })
    items: Item[];
    @ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor`; null on the last page.' })
    next_cursor: string | null;
    @ApiProperty({ type: String, nullable: true, description: 'The whole address of the next page.' })
    next: string | null;
  }
  return PageResponse;
}

/**
 * Answers a page and sets the `Link` header. `found` is what was read with `limit + 1`: the one too many tells that
 * there is more. `keyOf` gives the sort key that `PageRequest.after` will find in the cursor.
 */
export function answerPage<Found, Item>(
  asked: Asked,
  found: readonly Found[],
  keyOf: (found: Found) => SortKey,
  toItem: (found: Found) => Item,
): PageAnswer<Item> {
  const { limit } = asked.query;
  return answerItems(asked, found.slice(0, limit), found.length > limit, keyOf, toItem);
}

interface Asked {
  request: Request;
  config: Config;
  query: PageRequest;
}
type SortKey = readonly (number | string | Date)[];

/** The same for a list that knows by itself where a page ends, and whether there is `more` after it. */
export function answerItems<Found, Item>(
  asked: Asked,
  shown: readonly Found[],
  more: boolean,
  keyOf: (found: Found) => SortKey,
  toItem: (found: Found) => Item,
): PageAnswer<Item> {
  const items = shown.map(toItem);
  const last = shown.at(-1);
  if (!more || last === undefined) return { items, next_cursor: null, next: null };
  const cursor = Buffer.from(JSON.stringify(keyOf(last))).toString('base64url');
  return { items, next_cursor: cursor, next: linkNext(asked, 'cursor', cursor) };
}

/** The same request with another `parameter`; sets the `Link` header. @returns the whole address */
export function linkNext(
  { request, config }: Omit<Asked, 'query'>,
  parameter: string,
  value: string,
): string {
  const { pathname, searchParams } = new URL(request.originalUrl, 'http://localhost');
  searchParams.set(parameter, value);
  const next = `${config.publicBaseUrl}${pathname}?${searchParams.toString()}`;
  request.res?.setHeader('Link', `<${next}>; rel="next"`);
  return next;
}

function decode(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parts)) return parts;
  } catch {
    // refused below
  }
  throw invalidCursor();
}

function keyPart(kind: KeyKind, part: unknown): number | string | Date | undefined {
  if (kind === 'id' || kind === 'bigId') {
    const known = Number.isInteger(part) && Math.abs(part as number) <= GREATEST[kind];
    return known ? (part as number) : undefined;
  }
  if (typeof part !== 'string') return undefined;
  if (kind === 'uuid') return isUuid(part) ? part : undefined;
  return TIME.test(part) && !Number.isNaN(Date.parse(part)) ? new Date(part) : undefined;
}

function invalidCursor(): DomainError {
  const message = 'is not one that this list gave out';
  return new DomainError('invalid', 'invalid_cursor', `The cursor ${message}. Start again without it.`, {
    errors: [{ pointer: '/query/cursor', message }],
  });
}
