/** The same value for each of these names, separated by spaces or line breaks. */
export function each<Value>(names: string, value: Value): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    names
      .split(/\s+/)
      .filter((name) => name !== '')
      .map((name) => [name, value]),
  );
}
