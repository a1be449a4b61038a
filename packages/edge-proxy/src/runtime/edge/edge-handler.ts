import { Buffer } from 'node:buffer';
import { createPromptScreening, type PromptScreen } from '@shoji/core/screen';
import { isPromptWithinLimit, MAX_PROMPT_BYTES } from '@shoji/core/text';
import { refuses } from '@shoji/core/vocabulary';
import type { CloudFrontRequest, CloudFrontRequestEvent, CloudFrontResultResponse } from 'aws-lambda';
import {
  EDGE_VERDICT_HEADER,
  type EdgeDecision,
  MIN_EDGE_SECRET_LENGTH,
  signEdgeVerdict,
} from '../../access/edge-verdict.ts';
import { refusalOf } from '../../api/wire.ts';
import { objectionToShape } from '../../wire/json/json-shape.ts';
import { isPlainJson } from '../../wire/json/plain-json.ts';
import { type Problem, type ProblemCode, problem } from '../../wire/problem.ts';
import { cloudFrontProblem, LIMITS } from './cloudfront.ts';

/** Options of the edge function. Lambda@Edge has no environment variables, so they are bundled in. */
export interface EdgeOptions {
  /** The policy and the rules; classifiers run at the origin. */
  readonly screen: Omit<PromptScreen, 'classifiers'>;
  /** The same value as the origin's `SHOJI_EDGE_SECRET`; at least 32 characters. */
  readonly secret: string | undefined;
}

/** Answers one CloudFront request event: with a refusal, or with the request that goes on to the origin. */
export type EdgeHandler = (
  event: CloudFrontRequestEvent,
) => Promise<CloudFrontResultResponse | CloudFrontRequest>;

/** Paths that take a POST, and whether the edge judges their prompt: `/v1/moderations` must accept unsafe ones. */
const JUDGED: Readonly<Record<string, boolean>> = { '/v1/generations': true, '/v1/moderations': false };

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Screens prompts at CloudFront's edge with the rules alone. A refused prompt costs no call to the origin. Other
 * requests proceed with a signed verdict, and with the judged body instead of the client's. For origin requests with
 * the body included; viewer requests work too, within their smaller limits.
 * @throws TypeError without a secret: the function then does not start, because it would let every request through.
 */
export function edgeHandler({ screen, secret }: EdgeOptions): EdgeHandler {
  if (secret === undefined || secret.length < MIN_EDGE_SECRET_LENGTH) {
    throw new TypeError(
      `Bundle with SHOJI_EDGE_SECRET set to at least ${MIN_EDGE_SECRET_LENGTH} characters, the same as the origin's.`,
    );
  }
  const checks: PromptScreen = { ...screen, classifiers: [] };
  return async ({ Records: [record] }) => {
    if (record === undefined) throw new TypeError('Malformed CloudFront event: it has no record.');
    const { request, config } = record.cf;
    const { maxBytes } = LIMITS[config.eventType === 'viewer-request' ? 'viewer' : 'origin'];
    const refuse = (details: Problem) => cloudFrontProblem(details, maxBytes);

    // A client that sends this header tries to impersonate the edge.
    delete request.headers[EDGE_VERDICT_HEADER];
    if (READING.has(request.method)) return request;
    const read = readBody(request, maxBytes);
    if ('code' in read) return refuse(problem(read.code, { detail: read.detail }));

    let decision: EdgeDecision = 'allow';
    if (JUDGED[request.uri]) {
      const prompt = promptOf(read.value);
      if (prompt === undefined) {
        const detail = `prompt: a string of 1 to ${MAX_PROMPT_BYTES} bytes of UTF-8 is needed.`;
        return refuse(problem('invalid_request', { detail }));
      }
      const { signal } = new AbortController();
      const { verdict, told } = await createPromptScreening(checks, { id: config.requestId, signal }).prompt(
        prompt,
      ).report;
      if (refuses(verdict)) {
        const status = verdict.unchecked ? 'unchecked' : 'rejected';
        return refuse(refusalOf({ id: config.requestId, status, prompt: told }));
      }
      decision = verdict.decision === 'warn' ? 'warn' : 'allow';
    }

    const judged = { method: request.method, path: request.uri, body: Buffer.from(read.text) };
    const value = await signEdgeVerdict(secret, judged, decision, Date.now());
    request.headers[EDGE_VERDICT_HEADER] = [{ key: EDGE_VERDICT_HEADER, value }];
    request.headers['content-type'] = [{ key: 'Content-Type', value: 'application/json' }];
    request.body = { action: 'replace', encoding: 'text', data: read.text, inputTruncated: false };
    return request;
  };
}

type Read =
  | { readonly value: unknown; readonly text: string }
  | { readonly code: ProblemCode; readonly detail?: string };

/** The body's JSON, and the text that the origin receives: never the client's bytes. */
function readBody({ method, uri, headers, body }: CloudFrontRequest, maxBytes: number): Read {
  if (!Object.hasOwn(JUDGED, uri)) return { code: 'not_found' };
  if (method !== 'POST') return { code: 'method_not_allowed' };
  const tooLarge = {
    code: 'payload_too_large',
    detail: `Through this address a body may have at most ${maxBytes} bytes.`,
  } as const;
  if (body?.inputTruncated) return tooLarge;
  const sent = (name: string) => headers[name]?.map(({ value }) => value).join(', ');
  if (!isPlainJson(sent('content-type'), sent('content-encoding'))) return { code: 'unsupported_media_type' };
  try {
    const bytes = Buffer.from(body?.data ?? '', body?.encoding === 'text' ? 'utf8' : 'base64');
    const objection = objectionToShape(bytes);
    if (objection !== undefined) return { code: 'invalid_request', detail: objection };
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    const text = JSON.stringify(value);
    return Buffer.byteLength(text) > maxBytes ? tooLarge : { value, text };
  } catch {
    return { code: 'invalid_request', detail: 'The body is not valid JSON in UTF-8.' };
  }
}

function promptOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('prompt' in value)) return undefined;
  const { prompt } = value;
  const fits = typeof prompt === 'string' && prompt.length > 0 && isPromptWithinLimit(prompt);
  return fits ? prompt : undefined;
}
