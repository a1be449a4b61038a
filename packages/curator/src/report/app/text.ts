/** A whole number with separators. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** Statuses of files and decisions on prompts in words. */
const STATUSES: Readonly<Record<string, string>> = {
  withhold: 'unsafe: withhold',
  blur: 'unsafe: blur',
  unchecked: 'could not be checked',
  clear: 'clear',
  other: 'not an image',
  pending: 'not scanned yet',
  removed: 'removed from the set earlier',
};

/** A status in words. */
export function statusText(status: string): string {
  return STATUSES[status] ?? status;
}
