import { USUAL_CLASSES } from '@shoji/aws';
import type { Classifier, Endpoint } from '../../aws/comprehend-resources.ts';
import { type Meaning, meaningsOf } from '../labels/meanings.ts';

/**
 * The line of `shoji.config.ts` that uses an endpoint.
 * @param labels The classes of its classifier.
 * @param named The meanings of classes whose names do not show them.
 */
export function configLine(
  { arn, units }: Endpoint,
  { language = 'en' }: Classifier,
  labels: readonly string[],
  named?: Readonly<Record<string, Meaning>>,
): string {
  const usual = new Set(Object.keys(USUAL_CLASSES).map((label) => label.toLowerCase()));
  const meaning = meaningsOf(named);
  const classes = labels.map((label) => `${quoted(label)}: ${quoted(meaning(label) ?? 'toxicity')}`);
  const options = [
    `endpointArn: ${quoted(arn)}`,
    ...(language === 'en' ? [] : [`language: ${quoted(language)}`]),
    ...(units === 1 ? [] : [`inferenceUnits: ${units}`]),
    ...(labels.every((label) => usual.has(label.toLowerCase()))
      ? []
      : [`classes: { ${classes.join(', ')} }`]),
  ];
  return `comprehendCustom({ ${options.join(', ')} })`;
}

/** Classes with an unknown meaning, which the line above maps to `toxicity`. */
export function unclearLabels(
  labels: readonly string[],
  named?: Readonly<Record<string, Meaning>>,
): readonly string[] {
  const meaning = meaningsOf(named);
  return labels.filter((label) => meaning(label) === undefined);
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
