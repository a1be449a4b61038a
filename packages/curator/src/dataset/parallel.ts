/**
 * Maps with at most `atOnce` calls under way and yields each result when it is there, in whatever order.
 * Pulls the next item only when there is room, so a slow consumer slows the calls down.
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
    // It is awaited later, through the race; until then a failure must not end the process.
    call.catch(() => {});
    running.set(own, call);
    if (running.size >= atOnce) yield await settle();
  }
  while (running.size > 0) yield await settle();
}
