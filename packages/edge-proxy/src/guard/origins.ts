/**
 * The origin of the web page that sent a request, when it is neither a page of this server nor one of `origins`.
 * Undefined also for a request that no page sent.
 */
export function foreignOrigin(request: Request, origins: readonly string[]): string | undefined {
  const origin = request.headers.get('Origin');
  if (origin === null || origins.includes(origin)) return undefined;
  const own = URL.canParse(origin) && new URL(origin).host === new URL(request.url).host;
  return own ? undefined : origin;
}
