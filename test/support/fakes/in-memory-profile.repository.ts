import { ProfileRepository } from '../../../src/profiles/application/profile.repository.js';
import type { Profile, ProfileDetails } from '../../../src/profiles/domain/profile.js';
import {
  profileInUse,
  profileNameTaken,
  profileNotFound,
} from '../../../src/profiles/domain/profile-errors.js';
import { aProfile } from '../a-profile.js';
import type { InMemoryUnitOfWork, Transactional } from './in-memory-unit-of-work.js';

/** Begins with the built-in profile 1. Locks nothing: the unit of work lets one transaction run at a time. */
export class InMemoryProfileRepository extends ProfileRepository implements Transactional {
  profiles = new Map<number, Profile>();
  uses: { kind: 'contacts' | 'documents'; profileId: number }[] = [];
  #lastId = 100;
  #lastTime = Date.parse('2026-11-23T12:00:00.000Z');

  constructor(private readonly unitOfWork: InMemoryUnitOfWork) {
    super();
    unitOfWork.enlist(this);
    this.profiles.set(1, this.#made(1, aProfile({ name: 'Default' }), true));
  }

  remember(): () => void {
    const kept = { profiles: new Map(this.profiles), uses: [...this.uses] };
    return () => Object.assign(this, kept);
  }

  async add(details: ProfileDetails): Promise<Profile> {
    this.unitOfWork.requireOpen();
    this.#requireFree(details.name);
    const profile = this.#made(++this.#lastId, details, false);
    this.profiles.set(profile.id, profile);
    return profile;
  }

  async forChange(id: number): Promise<Profile> {
    this.unitOfWork.requireOpen();
    const profile = this.profiles.get(id);
    if (!profile) throw profileNotFound(id);
    return profile;
  }

  async save(profile: Profile): Promise<Profile> {
    this.unitOfWork.requireOpen();
    this.#requireFree(profile.name, profile.id);
    const saved = { ...profile, updatedAt: this.#now() };
    this.profiles.set(saved.id, saved);
    return saved;
  }

  async remove(id: number): Promise<void> {
    this.unitOfWork.requireOpen();
    const count = (kind: string): number =>
      this.uses.filter((use) => use.kind === kind && use.profileId === id).length;
    const uses = { contacts: count('contacts'), documents: count('documents') };
    if (uses.contacts + uses.documents > 0) throw profileInUse(id, uses);
    this.profiles.delete(id);
  }

  #requireFree(name: string, id?: number): void {
    const taken = [...this.profiles.values()].some(
      (other) => other.id !== id && other.name.toLowerCase() === name.toLowerCase(),
    );
    if (taken) throw profileNameTaken(name);
  }

  #made(id: number, details: ProfileDetails, builtIn: boolean): Profile {
    const now = this.#now();
    const reading = builtIn ? 'automatic' : 'fields';
    return { ...details, id, reading, builtIn, version: 1, createdAt: now, updatedAt: now };
  }

  #now(): Date {
    return new Date(++this.#lastTime);
  }
}
