import { Buffer } from 'node:buffer';
import { STATUS_CODES } from 'node:http';
import type { CloudFrontResultResponse } from 'aws-lambda';
import type { Problem } from '../../wire/problem.ts';

/**
 * Most bytes of a body that a function is handed whole, and of a response that it makes, headers included.
 * Source: CloudFront developer guide, "Restrictions on edge functions".
 */
export const LIMITS = {
  viewer: { maxBytes: 40_960 },
  origin: { maxBytes: 1_048_576 },
} as const;

/** Room for the status line and our headers. */
const HEADER_BYTES = 1_024;

/** A problem as a response that CloudFront accepts: within `maxBytes`, and without a header that it forbids. */
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
    // Thousands of findings in one prompt do not fit, and say no more than the first of them.
    body: fits ? whole : JSON.stringify({ type, title, status, code }),
  };
}
