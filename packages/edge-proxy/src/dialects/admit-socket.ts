import type { Engine } from '@shoji/core';
import { callerOf, presentsKey } from '../guard/keys.ts';
import { foreignOrigin } from '../guard/origins.ts';
import { languageOf } from './placeholder/phrases.ts';
import { foreign, reported, type UpstreamAccess } from './serve-upstream.ts';
import type { SocketCall, SocketRoute, Upstream } from './upstream.ts';
import { decodePath } from './wire/path.ts';

/** A websocket that may be opened. */
export interface Admitted {
  readonly route: SocketRoute;
  readonly call: SocketCall;
}

/**
 * Whether a request may open a websocket, and with which route: as for any call the path is compared exactly and a key
 * asked for. Browsers let every page open one anywhere, so a page of another origin needs the operator's leave.
 */
export async function admitSocket(
  request: Request,
  upstreams: readonly Upstream[],
  engine: Engine,
  access: UpstreamAccess,
  onError: (error: unknown, id: string) => void,
): Promise<Admitted | Response> {
  const path = decodePath(request.url);
  const found = upstreams.flatMap((upstream) => {
    const route = upstream.sockets?.find((socket) => socket.path === path);
    return route ? [{ upstream, route }] : [];
  })[0];
  if (found === undefined) return new Response('There is no websocket here.', { status: 404 });
  const { upstream, route } = found;
  const authorization = request.headers.get('Authorization');
  const origin = foreignOrigin(request, access.origins);
  if (origin !== undefined) return upstream.refuse(foreign(origin));
  if (access.keys.length > 0 && !presentsKey(authorization, access.keys))
    return upstream.refuse({ kind: 'unauthorized', status: 401, message: 'Send a key from the operator.' });
  const call: SocketCall = {
    ...reported(upstream, engine, request.signal, onError),
    request,
    language: languageOf(request.headers.get('Accept-Language')),
    caller: callerOf(authorization, access.keys),
    authorization: access.keys.length > 0 ? undefined : (authorization ?? undefined),
  };
  return { route, call };
}
