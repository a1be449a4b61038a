import { USUAL_CLASSES } from '../../providers/aws/comprehend-custom.ts';
import type { Classifier, Endpoint } from '../../providers/aws/comprehend-resources.ts';
import { meaningsOf } from '../meanings.ts';

/**
 * The part of `shoji.config.ts` that asks an endpoint.
 * @param labels The classes of its classifier, where they are known.
 */
export function configLine(
  { arn, units }: Endpoint,
  { language = 'en' }: Classifier,
  labels: readonly string[] | undefined,
): string {
  const usual = new Set(Object.keys(USUAL_CLASSES).map((label) => label.toLowerCase()));
  const meaning = meaningsOf();
  const classes = (labels ?? []).map((label) => `${quoted(label)}: ${quoted(meaning(label) ?? 'toxicity')}`);
  const options = [
    `endpointArn: ${quoted(arn)}`,
    ...(language === 'en' ? [] : [`language: ${quoted(language)}`]),
    ...(units === 1 ? [] : [`inferenceUnits: ${units}`]),
    ...((labels ?? []).every((label) => usual.has(label.toLowerCase()))
      ? []
      : [`classes: { ${classes.join(', ')} }`]),
  ];
  return `comprehendCustom({ ${options.join(', ')} })`;
}

/** Classes whose names do not tell what they mean, so that the line above calls them `toxicity`. */
export function unclearLabels(labels: readonly string[]): readonly string[] {
  const meaning = meaningsOf();
  return labels.filter((label) => meaning(label) === undefined);
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
