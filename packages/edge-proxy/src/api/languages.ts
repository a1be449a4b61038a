import type { Engine } from '@shoji/core';
import type { PolicyAnswer } from '@shoji/core/wire';
import { MEASURED } from './data/languages.generated.ts';

type Languages = NonNullable<PolicyAnswer['languages']>['by_language'];

/** The figures of checks that were measured together. Weights made by `shoji classifier train` were not measured. */
export interface MeasuredLanguages {
  /** The preset whose thresholds flag. */
  readonly preset: string;
  readonly basis: NonNullable<PolicyAnswer['languages']>['basis'];
  /** By the names of the prompt checks, joined by `+`: by language, how many labelled prompts are flagged. */
  readonly checks: Readonly<Record<string, Languages>>;
}

/** The figures by language of exactly these prompt checks, if they were measured together. */
export function measuredLanguages(
  { rules, classifiers }: Pick<Engine, 'rules' | 'classifiers'>,
  measured: MeasuredLanguages = MEASURED,
): PolicyAnswer['languages'] {
  const names = [...rules, ...classifiers].map(({ name }) => name);
  const found = measured.checks[names.join('+')];
  const { preset, basis } = measured;
  return found ? { preset, basis, by_language: { ...found } } : null;
}
