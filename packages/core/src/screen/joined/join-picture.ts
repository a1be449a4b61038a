import type { Finding } from '../../vocabulary/finding.ts';
import type { Joined } from './joined.ts';
import { sexualisedInput, sexualisedPerson } from './real-person.ts';
import type { Evidence } from './request-evidence.ts';
import { sexualisedMinor } from './sexualised-minor.ts';

/**
 * The findings that a picture and the rest of its request make together.
 * @param findings The findings of all checks on the picture.
 * @param role `input` for a picture that is given to a model, `output` for a picture that may be shown.
 */
export function joinPicture(
  findings: readonly Finding[],
  beside: Evidence,
  role: 'input' | 'output',
): Joined[] {
  const person = role === 'input' ? sexualisedInput : sexualisedPerson;
  const all = [...findings, ...beside.texts, ...beside.inputs];
  return [sexualisedMinor(all), person(findings, beside)].filter((joined) => joined !== undefined);
}
