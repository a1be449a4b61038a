/** An error's name and message on one line, with those of its causes; no stack, and nothing a caller sent. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = `${error.name}: ${error.message}`.replaceAll(/[\r\n]+/g, ' ');
  return error.cause === undefined ? own : `${own} ← ${causeOf(error.cause)}`;
}
