/** A share as a percentage, e.g. `12.5 %`; a dash for a share of an empty set. */
export function shareText(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : '–';
}

/** A part of a whole as a share. */
export function percent(part: number, of: number): string {
  return shareText(of === 0 ? Number.NaN : part / of);
}

/** A score or an area with three digits; a dash if it is unknown. */
export function decimal(value: number): string {
  return Number.isFinite(value) ? value.toFixed(3) : '–';
}

/** A whole number with separators. */
export function whole(value: number): string {
  return value.toLocaleString('en-US');
}

/** A time in milliseconds, with a digit where it is short; a dash if it is unknown. */
export function milliseconds(value: number): string {
  return Number.isFinite(value) ? value.toFixed(value < 10 ? 1 : 0) : '–';
}
