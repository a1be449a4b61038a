import type { Engine } from '@shoji/core';
import { answerBody } from '../../wire/answer-body.ts';
import { decodePath } from '../../wire/path.ts';
import { languageOf } from '../placeholder/phrases.ts';
import { admissionTo, notAdmitted, reported, type UpstreamAccess } from './serve-upstream.ts';
import type { SocketCall, SocketRoute, Upstream } from './upstream.ts';

/** A websocket that may be opened. */
export interface Admitted {
  readonly route: SocketRoute;
  readonly call: SocketCall;
}

/**
 * Whether a request may open a websocket, and with which route: as for any call, the path is compared exactly and the
 * caller is admitted in the same way.
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
  if (found === undefined)
    return answerBody('There is no WebSocket endpoint at this address.', { status: 404 });
  const { upstream, route } = found;
  const admission = await admissionTo(upstream, access)(request);
  if (admission.refused !== undefined) return upstream.refuse(notAdmitted(admission));
  const call: SocketCall = {
    ...reported(upstream, engine, request.signal, onError),
    request,
    language: languageOf(request.headers.get('Accept-Language')),
    caller: admission.caller,
    authorization: admission.authorization,
  };
  return { route, call };
}
