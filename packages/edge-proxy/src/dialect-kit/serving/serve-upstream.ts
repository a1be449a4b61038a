import { type Engine, GenerationError } from '@shoji/core';
import { observeFailure } from '@shoji/core/generation';
import { Account, RequestEvidence } from '@shoji/core/screen';
import type { MiddlewareHandler } from 'hono';
import {
  type AdmissionRules,
  type Admit,
  createAdmission,
  type NotAdmitted,
} from '../../access/admission.ts';
import { withReason } from '../../wire/answer-body.ts';
import { BodyError } from '../../wire/body-error.ts';
import { newId } from '../../wire/new-id.ts';
import { decodePath, matchPath } from '../../wire/path.ts';
import { NEVER_AGAIN, SPENT_STATUS } from '../../wire/problem.ts';
import { reasonPhrase } from '../../wire/reason-phrase.ts';
import { UpstreamError } from '../answers/answer.ts';
import type { Call } from '../call/call.ts';
import { languageOf, sentenceOf } from '../placeholder/phrases.ts';
import { Blocked, verdictHeaders } from '../screening/verdict.ts';
import type { Refusal, Upstream } from './upstream.ts';

/** The clients that may call, and how much they may send. */
export interface UpstreamAccess extends AdmissionRules {
  readonly maxBodyBytes: number;
}

const RETRY_AFTER_SECONDS = 5;

/**
 * Answers the calls of one upstream's protocol. Its path is decoded once and compared exactly; a path of the protocol
 * without a route is denied, so that every call to the upstream goes through a route.
 * @param others Upstreams of the same app: the paths of several protocols begin with the same words.
 */
export function serveUpstream(
  upstream: Upstream,
  engine: Engine,
  access: UpstreamAccess,
  onError: (error: unknown, id: string) => void,
  others: readonly Upstream[] = [],
): MiddlewareHandler {
  const admit = admissionTo(upstream, access);
  return async (c, next) => {
    const path = decodePath(c.req.url);
    if (path === undefined || !upstream.owns(path)) return next();
    const method = c.req.method;
    const found = routeFor(upstream, method, path);
    if (!found && others.some((other) => routeFor(other, method, path))) return next();
    const request = c.req.raw;
    const language = languageOf(request.headers.get('Accept-Language'));
    const begun = { ...reported(upstream, engine, request.signal, onError), language };
    try {
      const admission = await admit(request);
      if (admission.refused !== undefined) return sendRefusal(upstream, notAdmitted(admission));
      if (!found) return sendRefusal(upstream, denied(upstream, method, path));
      const call: Call = {
        ...begun,
        request,
        params: found.params,
        maxBodyBytes: access.maxBodyBytes,
        caller: admission.caller,
        authorization: admission.authorization,
      };
      const response = await found.route.answer(call);
      // An allowed page may also embed a picture by its address.
      if (admission.page === 'listed') response.headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
      return response;
    } catch (error) {
      begun.report(error);
      return sendRefusal(upstream, refusalOf(error, begun));
    }
  };
}

/** Admits clients to an upstream, by calls and by WebSocket upgrades. */
export function admissionTo({ admits }: Upstream, access: UpstreamAccess): Admit {
  return createAdmission(access, {
    proves: admits && ((request, keys) => admits(request, keys, access.maxBodyBytes)),
  });
}

function routeFor({ routes }: Upstream, method: string, path: string) {
  for (const route of routes) {
    const params = route.method === method ? matchPath(route.path, path, route.word) : undefined;
    if (params) return { route, params };
  }
  return undefined;
}

/** The part of a call that screening, booking and the operator's log need. */
export function reported(
  upstream: Pick<Upstream, 'name'>,
  engine: Engine,
  signal: AbortSignal,
  onError: (error: unknown, id: string) => void,
): Pick<Call, 'id' | 'engine' | 'signal' | 'account' | 'evidence' | 'report'> {
  const id = newId('gen_');
  const account = new Account(engine.prices);
  const report = (error: unknown) => {
    // Not failures: a client that disconnected ended its calls, and a refusal is an answer.
    if (signal.aborted || error instanceof Blocked || error instanceof BodyError) return;
    if (error instanceof GenerationError) observeFailure(engine, { id, account }, upstream.name, error);
    else onError(error, id);
  };
  return { id, engine, signal, account, evidence: new RequestEvidence(), report };
}

/** The refusal for a request that is not admitted. */
export function notAdmitted({ refused, status, message }: NotAdmitted): Refusal {
  return { kind: refused === 'key' ? 'unauthorized' : 'denied', status, message };
}

/** A refusal in the protocol's words, with the verdict's headers and the reason in the status line. */
function sendRefusal(upstream: Pick<Upstream, 'refuse'>, refusal: Refusal): Response {
  const { message, reason, verdict, retryAfter, spent } = refusal;
  const sentence = reason ? sentenceOf(reason, 'en') : message;
  const response = withReason(upstream.refuse(refusal), reasonPhrase(sentence));
  for (const [name, value] of Object.entries(verdict ? verdictHeaders(verdict) : {}))
    response.headers.set(name, value);
  if (retryAfter !== undefined) response.headers.set('Retry-After', String(Math.ceil(retryAfter)));
  if (spent) response.headers.set(...NEVER_AGAIN);
  response.headers.set('Cache-Control', 'no-store');
  return response;
}

/** The refusal by which a client learns of an error. Only refusals and the upstream's own errors carry details. */
export function refusalOf(
  error: unknown,
  { language, signal, account }: Pick<Call, 'language' | 'signal' | 'account'>,
): Refusal {
  if (signal.aborted) return { kind: 'cancelled', status: 499, message: 'The request was cancelled.' };
  if (error instanceof BodyError) {
    const { status, message } = error;
    return status === 503
      ? { kind: 'busy', status, message, retryAfter: RETRY_AFTER_SECONDS }
      : { kind: 'invalid', status, message };
  }
  if (error instanceof Blocked) {
    const { reason, verdict } = error;
    const told = { message: sentenceOf(reason, language), reason, verdict };
    if (reason.unreadable) return { kind: 'invalid', status: 422, ...told };
    // A prompt that could not be checked cost nothing, so it may be sent again; a picture was paid for.
    return reason.unchecked && reason.what !== 'picture'
      ? { kind: 'unchecked', status: 503, retryAfter: RETRY_AFTER_SECONDS, ...told }
      : { kind: 'blocked', status: 422, ...told };
  }
  if (error instanceof UpstreamError && error.code !== 'generator_busy') {
    const { status, message, body } = error;
    const told = { message, ...(body !== undefined && { upstream: body }) };
    if (isSpent(error)) return { kind: 'failed', status: SPENT_STATUS, spent: true, ...told };
    // Upstreams also answer 5xx where repeating the call cannot help.
    return error.code === 'generator_rejected'
      ? { kind: 'invalid', status: status < 500 ? status : 422, ...told }
      : { kind: 'failed', status: 502, ...told };
  }
  if (!(error instanceof GenerationError)) {
    const message = 'Something went wrong in the proxy.';
    return account.paid
      ? { kind: 'failed', status: SPENT_STATUS, spent: true, message }
      : { kind: 'failed', status: 500, message };
  }
  const { message } = error;
  switch (error.code) {
    case 'invalid_request':
      return { kind: 'invalid', status: 400, message };
    case 'generator_rejected':
    case 'image_rejected':
      return { kind: 'invalid', status: 422, message };
    case 'generator_busy':
    case 'check_failed':
      return { kind: 'busy', status: 503, message, retryAfter: error.retryAfter ?? RETRY_AFTER_SECONDS };
    case 'deadline_exceeded':
    case 'answer_unusable':
      return { kind: 'failed', status: SPENT_STATUS, spent: true, message };
    case 'cancelled':
      return { kind: 'cancelled', status: 499, message };
    case 'generator_failed':
      return { kind: 'failed', status: 502, message };
  }
}

/** Whether an image was paid for and is not delivered. */
function isSpent({ code }: GenerationError): boolean {
  return code === 'deadline_exceeded' || code === 'answer_unusable';
}

function denied({ name }: Upstream, method: string, path: string): Refusal {
  const setting = `${camel(name)}({ allow: [${JSON.stringify(`${method} ${path}`)}] })`;
  const message = `Shoji does not pass ${method} ${path} on: it could carry prompts or pictures past the checks. To open it, set ${setting}.`;
  return { kind: 'denied', status: 403, message };
}

function camel(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
