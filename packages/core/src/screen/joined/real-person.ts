import type { Category } from '../../vocabulary/category.ts';
import type { Finding } from '../../vocabulary/finding.ts';
import { isEvident, type Joined, joinHalves, strongest } from './joined.ts';
import type { Evidence } from './request-evidence.ts';
import { isSexual } from './sexualised-minor.ts';

const EXPLICIT: ReadonlySet<Category> = new Set(['sexual', 'nudity']);
const VIOLENT_OR_DEGRADING: ReadonlySet<Category> = new Set([
  'violence',
  'graphic',
  'hate',
  'harassment',
  'self-harm',
]);

/**
 * The score of a listed name beside sexual, violent or degrading words: from 0.5 on, strict and standard warn. Words
 * alone do not prove that the person of that name is meant, so no preset rejects it.
 */
const NAMED = 0.6;

/**
 * The rule about named people: a name on the operator's list (a finding of `real-person`) and sexual, violent or degrading
 * words in the same texts.
 */
export function degradedPerson(texts: readonly Finding[]): Joined | undefined {
  const others = texts.filter((each) => isSexual(each) || isViolent(each));
  return joinHalves(named(texts), strongest(others), { category: 'real-person', score: NAMED });
}

/**
 * The rule about a picture that is given to a model: a face in it, and texts that undress or sexualise. A portrait with
 * harmless texts is no finding, and neither is a suggestive picture alone.
 * @param picture The findings of the checks on the given picture.
 */
export function sexualisedInput(picture: readonly Finding[], { texts }: Evidence): Joined | undefined {
  return joinHalves(face(picture), strongest(texts.filter(isSexual)), { category: 'real-person', score: 1 });
}

/**
 * The rule about a made picture: it, or the texts, are sexual, and it was made from a picture with a face or from a listed
 * name. A face in the made picture alone says nothing about a real person.
 * @param picture The findings of the checks on the made picture.
 */
export function sexualisedPerson(
  picture: readonly Finding[],
  { texts, inputs }: Evidence,
): Joined | undefined {
  const explicit = strongest(picture.filter((each) => EXPLICIT.has(each.category) && isEvident(each)));
  const made = { category: 'real-person', score: 1 } as const;
  const given = face(inputs);
  return (
    joinHalves(given ?? named(texts), explicit, made) ??
    joinHalves(given, strongest(texts.filter(isSexual)), made)
  );
}

const face = (findings: readonly Finding[]) =>
  strongest(findings.filter(({ category }) => category === 'face'));

const named = (texts: readonly Finding[]) =>
  strongest(texts.filter(({ category }) => category === 'real-person'));

function isViolent(finding: Finding): boolean {
  return VIOLENT_OR_DEGRADING.has(finding.category) && isEvident(finding);
}
