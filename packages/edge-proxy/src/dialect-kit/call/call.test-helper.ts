import type { Engine } from '@shoji/core';
import { Account, RequestEvidence } from '@shoji/core/screen';
import { screeningEngine } from '../../testing/engine.ts';
import type { Call } from './call.ts';

/** A call as a route gets it, with the changes of a test. `reports` holds the events for the operator. */
export function callOf(
  parts: Partial<Call> & { readonly body?: unknown; readonly engineParts?: Partial<Engine> } = {},
): Call & { readonly reports: unknown[] } {
  const { body, engineParts, ...rest } = parts;
  const reports: unknown[] = [];
  return {
    id: 'gen_1',
    engine: screeningEngine(engineParts),
    account: new Account(),
    evidence: new RequestEvidence(),
    report: (error) => reports.push(error),
    request: new Request('http://127.0.0.1/x', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
    params: {},
    signal: new AbortController().signal,
    language: 'en',
    maxBodyBytes: 1_000_000,
    caller: 'somebody',
    authorization: undefined,
    reports,
    ...rest,
  };
}
