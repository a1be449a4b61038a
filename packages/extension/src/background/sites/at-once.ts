/**
 * Runs tasks with a bound on how many run at the same time; the others wait in order.
 * @param most The bound.
 */
export function atOnce(most: number): <Result>(task: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      // The place is handed over, so that nobody else takes it in between.
      if (next) next();
      else running--;
    }
  };
}
