import { Buffer } from 'node:buffer';
import { STATUS_CODES } from 'node:http';
import type { CloudFrontResultResponse } from 'aws-lambda';
import type { Problem } from '../../wire/problem.ts';

/**
 * Most bytes of a body that a function receives whole, and of a response that it generates, headers included.
 * Source: CloudFront developer guide, "Restrictions on edge functions".
 */
export const LIMITS = {
  viewer: { maxBytes: 40_960 },
  origin: { maxBytes: 1_048_576 },
} as const;

/** Room for the status line and our headers. */
const HEADER_BYTES = 1_024;

/** A problem as a response that CloudFront accepts: within `maxBytes`, and without disallowed headers. */
export function cloudFrontProblem(details: Problem, maxBytes: number): CloudFrontResultResponse {
  const whole = JSON.stringify(details);
  const fits = Buffer.byteLength(whole) + HEADER_BYTES <= maxBytes;
  const { type, title, status, code } = details;
  return {
    status: String(status),
    statusDescription: STATUS_CODES[status] ?? title,
    headers: {
      'content-type': [{ key: 'Content-Type', value: 'application/problem+json' }],
      'cache-control': [{ key: 'Cache-Control', value: 'no-store' }],
    },
    // Thousands of findings do not fit, and add nothing to the first ones.
    body: fits ? whole : JSON.stringify({ type, title, status, code }),
  };
}
