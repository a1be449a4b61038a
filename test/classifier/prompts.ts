import { randomFrom } from '@shoji/core/text';

const THINGS = 'house boat tree lamp chair bird garden bridge clock mountain river window table kettle'.split(
  ' ',
);
const STYLES = ['oil painting', 'watercolour', 'photo', 'pencil drawing', 'digital art'];
const WORDS = {
  Fine: 'mended gentle quiet calm bright tidy'.split(' '),
  Shattered: 'shattered cracked splintered smashed'.split(' '),
  Rusty: 'rusty corroded mouldy weathered'.split(' '),
};
export type Label = keyof typeof WORDS;

/** The meanings of the labels, as a command's flags. */
export const CLASSES = ['--class', 'Fine=safe', '--class', 'Shattered=violence', '--class', 'Rusty=illegal'];

export interface Sample {
  readonly text: string;
  readonly label: Label;
}

/**
 * Made-up prompts whose label depends on one word; half are harmless. No two are the same.
 * @param wrong Every so many have a label that is wrong; none when left out.
 */
export function samples(count: number, wrong = 0, seed = 1): Sample[] {
  const random = randomFrom(seed);
  const pick = <Item>(list: readonly Item[]): Item => {
    const item = list[Math.floor(random() * list.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  };
  return Array.from({ length: count }, (_, index) => {
    const shown = pick(['Fine', 'Fine', 'Shattered', 'Rusty'] as const);
    const label = wrong > 0 && index % wrong === 0 ? (shown === 'Fine' ? 'Rusty' : 'Fine') : shown;
    const text = `a ${pick(WORDS[shown])} ${pick(THINGS)} by the ${pick(THINGS)}, ${pick(STYLES)} ${index}`;
    return { text, label };
  });
}

/** The samples as a CSV file with a header. */
export function csv(list: readonly Sample[]): string {
  return ['text,label', ...list.map(({ text, label }) => `"${text}",${label}`), ''].join('\n');
}
