/** The body of a Response. */
type Body = ConstructorParameters<typeof Response>[0];

// Browsers must not sniff the media type, and only pages of this server may embed an answer.
const GUARDS = { 'X-Content-Type-Options': 'nosniff', 'Cross-Origin-Resource-Policy': 'same-origin' };

/**
 * Every answer of a dialect is made here. The headers stay a plain record, which Node's server writes without making a
 * copy of it.
 */
export function answerBody(
  body: Body,
  { status = 200, headers = {} }: { status?: number; headers?: Readonly<Record<string, string>> } = {},
): Response {
  return new Response(body, { status, headers: { ...GUARDS, ...headers } });
}

/** The same answer with a reason phrase in its status line; without one it keeps that of its status. */
export function withReason(answer: Response, statusText = ''): Response {
  const { body, status, headers } = answer;
  return new Response(body, { status, statusText, headers });
}
