import { Buffer } from 'node:buffer';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { APIGatewayProxyEventV2, StreamifyHandler } from 'aws-lambda';
import type { Fetches } from './buffered.ts';
import { beforeTimeout } from './deadline.ts';

/**
 * A handler for function URLs in RESPONSE_STREAM mode: server-sent events are sent as they occur, and answers may have
 * 200 MB. When a client disconnects, its work is aborted, which Hono's `streamHandle` does not support.
 * Runs only in Lambda, which has the global `awslambda`.
 */
export function streamingHandler(app: Fetches): StreamifyHandler<APIGatewayProxyEventV2> {
  return awslambda.streamifyResponse(async (event: APIGatewayProxyEventV2, stream, context) => {
    const gone = new AbortController();
    stream.once('close', () => gone.abort(new DOMException('The client disconnected.', 'AbortError')));
    const signal = AbortSignal.any([gone.signal, beforeTimeout(context)]);
    const response = await app.fetch(requestOf(event, signal));

    const cookies = response.headers.getSetCookie();
    const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== 'set-cookie'));
    const metadata = { statusCode: response.status, headers, cookies };
    const out = awslambda.HttpResponseStream.from(stream, metadata);
    try {
      await pipeline(Readable.from(response.body ?? []), out);
    } catch (error) {
      if (!gone.signal.aborted) throw error;
    }
  });
}

/** The request in a function URL's event. */
function requestOf(event: APIGatewayProxyEventV2, signal: AbortSignal): Request {
  const { method } = event.requestContext.http;
  const query = event.rawQueryString ? `?${event.rawQueryString}` : '';
  const headers = new Headers();
  for (const [name, value] of Object.entries(event.headers))
    if (value !== undefined) headers.set(name, value);
  if (event.cookies) headers.set('Cookie', event.cookies.join('; '));
  const body =
    event.body === undefined ? null : Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  const hasBody = body !== null && method !== 'GET' && method !== 'HEAD';
  return new Request(`https://${event.requestContext.domainName}${event.rawPath}${query}`, {
    method,
    headers,
    signal,
    ...(hasBody && { body }),
  });
}
