/** A worker, and how many requests it may have under way. Times are in ms since 1970, by the database's clock. */
export interface SlotHolder {
  worker: string;
  slots: number;
  /** So many it could use when it asked. */
  wanted: number;
  askedAt: number;
  /** Since when it has had less than its share though it wants it; null while it has that. */
  shortSince: number | null;
  /** Until then its slots are its own, whatever has become of it. */
  until: number;
}

export interface SlotAsk {
  worker: string;
  /** Of all workers together. */
  limit: number;
  /** What it has under way, and cannot give back yet. */
  keep: number;
  /** Not less than `keep`; 0 to give everything back. */
  wanted: number;
  leaseMs: number;
}

export interface SharedSlots {
  holders: SlotHolder[];
  /** So many the one that asked may have under way. */
  slots: number;
  /** So many are written down for it: more, while it has more under way than it may from now on. */
  booked: number;
  /** It has less than its share. */
  isShort: boolean;
  /** Another one has. */
  areOthersShort: boolean;
}

/** One that is short asks several times in that time. For one that does not nothing is put by: it is gone or frozen. */
const LATELY_MS = 2000;

/**
 * Shares `limit` slots among those who want some. What nobody else wants may be had by one alone. Otherwise each can
 * have its equal share, and of more workers than slots each gets one in turn: nobody takes more than its share of what
 * is put by for those that are short, and nothing of what is for those that have been so for longer. What is under way
 * is taken from nobody, so that all together never exceed the limit: a worker that has more out than it may starts
 * nothing, and asks again.
 */
export function shareSlots(before: readonly SlotHolder[], ask: SlotAsk, now: number): SharedSlots {
  const { worker, limit, wanted } = ask;
  const alive = before.filter((each) => each.until > now);
  const mine = alive.find((each) => each.worker === worker);
  const others = alive.filter((each) => each !== mine);
  const active = others.filter((each) => each.askedAt > now - LATELY_MS);
  const share = Math.max(1, Math.floor(limit / (active.length + 1)));
  const short = active.filter((each) => each.shortSince !== null);
  const first = short.filter((each) => each.shortSince! < (mine?.shortSince ?? Infinity));

  const free = limit - sum(others.map(({ slots }) => slots));
  const putByFor = (those: readonly SlotHolder[]): number =>
    sum(those.map((each) => Math.max(0, Math.min(each.wanted, share) - each.slots)));
  // What it says to keep counts only as far as it is still its own: after its lease others may have taken it.
  const kept = Math.min(ask.keep, mine?.slots ?? 0);
  const slots = Math.max(
    0,
    Math.min(wanted, share, free - putByFor(first)),
    Math.min(wanted, free - putByFor(short)),
  );
  const booked = Math.max(kept, slots);
  const isShort = slots < Math.min(wanted, share);

  const holder: SlotHolder = {
    worker,
    slots: booked,
    wanted,
    askedAt: now,
    shortSince: isShort ? (mine?.shortSince ?? now) : null,
    until: now + (booked > 0 ? ask.leaseMs : LATELY_MS),
  };
  return {
    holders: booked > 0 || wanted > 0 ? [...others, holder] : others,
    slots,
    booked,
    isShort,
    areOthersShort: short.length > 0,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
