import { AccessEvents } from '../../../src/access/application/access-events.js';
import type { ApiTokens } from '../../../src/access/application/api-tokens.js';
import { LoginAttempts } from '../../../src/access/application/login-attempts.js';
import { OpenSession, type Visit } from '../../../src/access/application/open-session.js';
import { Passwords } from '../../../src/access/application/passwords.js';
import { Sessions, type NewSession, type SessionView } from '../../../src/access/application/sessions.js';
import { Users, type AccountChange } from '../../../src/access/application/users.js';
import type { AccessEvent } from '../../../src/access/domain/access-event.js';
import type { ApiToken } from '../../../src/access/domain/api-token.js';
import type { Session } from '../../../src/access/domain/session.js';
import type { Account, NewAccount, User } from '../../../src/access/domain/user.js';
import { Clock } from '../../../src/shared/kernel/clock.js';
import { DomainError } from '../../../src/shared/kernel/domain-error.js';
import { InMemoryUnitOfWork } from './in-memory-unit-of-work.js';

export const HOUR = 3_600_000;
export const TOKEN_SECRET = `re_${'0'.repeat(40)}`;

class SettableClock extends Clock {
  time = Date.parse('2026-03-01T12:00:00Z');

  now(): Date {
    return new Date(this.time);
  }
}

class InMemoryUsers extends Users {
  readonly all = new Map<number, Account>();
  readonly logins: number[] = [];

  find = async (id: number): Promise<Account | undefined> => this.all.get(id);
  forChange = this.find;
  withEmail = async (email: string): Promise<Account | undefined> =>
    [...this.all.values()].find((account) => account.email === email);
  isEmpty = async (): Promise<boolean> => this.all.size === 0;
  takeTurns = async (): Promise<void> => undefined;
  admins = async (): Promise<User[]> =>
    [...this.all.values()].filter(({ role, disabled }) => role === 'admin' && !disabled);

  async add(account: NewAccount): Promise<User> {
    const made = { ...account, id: this.all.size + 1, disabled: false };
    this.all.set(made.id, made);
    return made;
  }

  async change(id: number, change: AccountChange): Promise<void> {
    const known = this.all.get(id);
    if (known) this.all.set(id, { ...known, ...change });
  }

  noteLogin = async (id: number): Promise<void> => void this.logins.push(id);
  remove = async (id: number): Promise<void> => void this.all.delete(id);
}

class InMemorySessions extends Sessions {
  readonly all = new Map<string, { session: NewSession; id: string; createdAt: Date; lastUsedAt: Date }>();
  #made = 0;

  constructor(private readonly fixture: AccessFixture) {
    super();
  }

  async open(session: NewSession, now: Date): Promise<string> {
    const id = String((this.#made += 1));
    this.all.set(`secret-${id}`, { session, id, createdAt: now, lastUsedAt: now });
    return `secret-${id}`;
  }

  async find(secret: string): Promise<Session | undefined> {
    const known = this.all.get(secret);
    const user = this.fixture.users.all.get(known?.session.holder.userId ?? 0);
    if (!known) return undefined;
    const { id, createdAt, lastUsedAt, session } = known;
    const owner = user ? { user } : { token: this.fixture.token };
    return { id, owner, csrfToken: 'csrf', createdAt, lastUsedAt, expiresAt: session.expiresAt };
  }

  noteUse({ id }: Session, now: Date): void {
    for (const each of this.all.values()) if (each.id === id) each.lastUsedAt = now;
  }

  close = async (secret: string): Promise<void> => void this.all.delete(secret);

  async rotate(secret: string): Promise<{ secret: string; expiresAt: Date }> {
    const known = this.all.get(secret);
    if (!known) throw new Error('There is no such session');
    this.all.delete(secret);
    this.all.set(`${secret}-rotated`, known);
    return { secret: `${secret}-rotated`, expiresAt: known.session.expiresAt };
  }

  async closeAllOf(userId: number, but?: string): Promise<string[]> {
    const closed = [...this.all].filter(
      ([secret, { session }]) => session.holder.userId === userId && secret !== but,
    );
    for (const [secret] of closed) this.all.delete(secret);
    return closed.map(([, { id }]) => id);
  }

  async closeOne(userId: number, id: string): Promise<boolean> {
    const found = [...this.all].find(([, each]) => each.id === id && each.session.holder.userId === userId);
    return found !== undefined && this.all.delete(found[0]);
  }

  listOf = async (): Promise<SessionView[]> => [];
}

/** Hashes are `hash of …`, so that tests take no time. */
class PlainPasswords extends Passwords {
  readonly verified: (string | null)[] = [];

  hash = async (password: string): Promise<string> => `hash of ${password}`;
  generate = (): string => 'generated-password';

  async verify(hash: string | null, password: string): Promise<boolean> {
    this.verified.push(hash);
    return hash === `hash of ${password}`;
  }
}

class CountedAttempts extends LoginAttempts {
  readonly of = new Map<string, number>();

  async count(email: string): Promise<void> {
    const count = (this.of.get(email) ?? 0) + 1;
    this.of.set(email, count);
    if (count > 3) throw new DomainError('throttled', 'too_many_logins', 'Wait.');
  }

  forgive = async (email: string): Promise<void> => void this.of.delete(email);
}

class ListedEvents extends AccessEvents {
  readonly all: AccessEvent[] = [];

  append = async (event: AccessEvent): Promise<void> => void this.all.push(event);

  get told(): string[] {
    return this.all.map(({ what, actor, subject }) => `${actor}: ${what} ${subject}`);
  }
}

/** The ports of the use cases of access, all of them in memory, and one API token. */
export class AccessFixture {
  readonly clock = new SettableClock();
  readonly unitOfWork = new InMemoryUnitOfWork();
  readonly users = new InMemoryUsers();
  readonly sessions = new InMemorySessions(this);
  readonly passwords = new PlainPasswords();
  readonly attempts = new CountedAttempts();
  readonly events = new ListedEvents();
  readonly policy = { idleMs: 12 * HOUR, lifetimeMs: 168 * HOUR };
  readonly openSession = new OpenSession(
    this.unitOfWork,
    this.sessions,
    this.users,
    this.events,
    this.policy,
    this.clock,
  );
  token: ApiToken = { id: 1, name: 'crm', scopes: ['read'], expiresAt: null };
  looked = 0;
  readonly tokens = {
    find: async (secret: string) => {
      this.looked += 1;
      return secret === TOKEN_SECRET ? this.token : undefined;
    },
    noteUse: () => undefined,
  } as unknown as ApiTokens;

  visit(previousSecret?: string): Visit {
    return { address: '192.0.2.1', userAgent: 'a browser', previousSecret };
  }

  addUser(values: Partial<Omit<Account, 'id' | 'disabled'>> = {}): Promise<User> {
    return this.users.add({
      email: 'ann@example.com',
      name: 'Ann',
      role: 'viewer',
      passwordHash: 'hash of the right password',
      ...values,
    });
  }
}
