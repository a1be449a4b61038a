/** One thing an adapter must do; `run` rejects with a plain sentence when it does not. Any test runner can call it. */
export interface ConformanceCase {
  readonly name: string;
  run(): Promise<void>;
}

/** @throws Error with `message` when `holds` is false. */
export function demand(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Error(message);
}

/** A signal that is aborted already. */
export function abortedSignal(): AbortSignal {
  return AbortSignal.abort(new DOMException('cancelled', 'AbortError'));
}

/** Whether `call` rejects. */
export async function rejects(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return false;
  } catch {
    return true;
  }
}
