/**
 * Maps with at most `atOnce` concurrent calls and yields each result as it arrives, in any order. Pulls the next item
 * only when a call has ended (backpressure).
 */
export async function* mapUnordered<In, Out>(
  items: Iterable<In>,
  atOnce: number,
  map: (item: In) => Promise<Out>,
): AsyncGenerator<Out> {
  const running = new Map<number, Promise<{ id: number; value: Out }>>();
  const settle = async () => {
    const { id, value } = await Promise.race(running.values());
    running.delete(id);
    return value;
  };
  let id = 0;
  for (const item of items) {
    const own = id;
    id += 1;
    const call = map(item).then((value) => ({ id: own, value }));
    // It is awaited later by the race; until then a rejection must not count as unhandled.
    call.catch(() => {});
    running.set(own, call);
    if (running.size >= atOnce) yield await settle();
  }
  while (running.size > 0) yield await settle();
}
