/**
 * Makes the value on the first call, and again only after a failure: calls that come meanwhile wait for the same one.
 * @example
 * const client = lazy(async () => new (await import('./client.ts')).Client());
 */
export function lazy<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
