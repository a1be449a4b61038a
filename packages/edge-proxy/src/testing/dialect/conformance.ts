import type { ConformanceCase } from '@shoji/core/testing';
import { answerCases } from './answers.ts';
import { keyCases } from './keys.ts';
import { requestCases } from './requests.ts';
import type { DialectSample } from './sample.ts';

/**
 * The cases that every dialect must pass. The suite puts the dialect on a loopback port in front of a test server, and
 * tries all known ways past the checks on each route. It proves that
 *
 * - the sample itself passes, so that the other cases do not pass because nothing works;
 * - fields that the dialect's table does not name do not reach the server, and neither does a picture, an address or a
 *   banned word in any field, however it is written;
 * - the server gets only pictures that were judged, and the client only pictures that were screened;
 * - only named fields of the server's answers and errors reach the client, and no header;
 * - a proxy's key stays at the proxy, and the operator's key goes upstream in place of the client's.
 *
 * A case is a name and a function that rejects with a plain sentence. Any test runner can call it. Node only.
 * @example
 * ```ts
 * import { dialectConformance } from '@shoji/edge-proxy/testing';
 * import { it } from 'vitest';
 * import { acme } from '../acme.ts';
 *
 * const suite = dialectConformance({
 *   make: (url) => acme({ url }),
 *   routes: [
 *     {
 *       path: '/acme/images',
 *       body: { text: 'a dog', size: 512 },
 *       prompts: [['text']],
 *       answer: { image: '', seed: 7 },
 *       made: [['image']],
 *     },
 *   ],
 *   failure: { message: 'out of memory' },
 * });
 * for (const { name, run } of suite) it(name, run);
 * ```
 */
export function dialectConformance(sample: DialectSample): ConformanceCase[] {
  return [
    ...sample.routes.flatMap((route) => [...requestCases(sample, route), ...answerCases(sample, route)]),
    ...keyCases(sample),
  ];
}
