// Readers of single values from the browser's storage. Each returns undefined for anything else than it reads. They are
// so few and small that a surface has them before its first letter, when it has no schemas yet.

/** The fields of an object; none for anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** A text. @param most Most UTF-16 units. */
export function textIn(value: unknown, most = Number.POSITIVE_INFINITY): string | undefined {
  return typeof value === 'string' && value.length <= most ? value : undefined;
}

export function flagIn(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** A number within limits, which belong to them. */
export function numberIn(
  value: unknown,
  { min, max }: { readonly min: number; readonly max: number },
): number | undefined {
  return typeof value === 'number' && value >= min && value <= max ? value : undefined;
}

/** A whole number within limits. */
export function wholeIn(value: unknown, limits: Parameters<typeof numberIn>[1]): number | undefined {
  const number = numberIn(value, limits);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** One of some names. */
export function nameIn<Name extends string>(value: unknown, names: readonly Name[]): Name | undefined {
  return names.find((name) => name === value);
}

/** A list of which every item can be read. */
export function listIn<Item>(
  value: unknown,
  read: (item: unknown) => Item | undefined,
): readonly Item[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = value.flatMap((item: unknown) => read(item) ?? []);
  return items.length === value.length ? items : undefined;
}
