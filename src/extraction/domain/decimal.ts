const PLACES = 6;
const ONE = 10n ** BigInt(PLACES);

/** A normalised amount as a whole number of millionths, for exact sums. */
export function toUnits(amount: string): bigint {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount)!;
  const units = BigInt(whole!) * ONE + BigInt(fraction.padEnd(PLACES, '0').slice(0, PLACES));
  return sign ? -units : units;
}

export function fromUnits(units: bigint): string {
  const absolute = units < 0n ? -units : units;
  const fraction = (absolute % ONE).toString().padStart(PLACES, '0').replace(/0+$/, '').padEnd(2, '0');
  return `${units < 0n ? '-' : ''}${absolute / ONE}.${fraction}`;
}

export function sumOf(amounts: string[]): bigint {
  return amounts.reduce((sum, amount) => sum + toUnits(amount), 0n);
}

export function multiply(a: bigint, b: bigint): bigint {
  return (a * b) / ONE;
}
