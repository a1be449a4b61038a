/** Letters that are drawn with several signs, as in leetspeak. */
const DRAWN: Readonly<Record<string, readonly string[]>> = {
  a: ['/\\', '/-\\'],
  b: ['|3', '|8'],
  d: ['|)', '|]', '[)'],
  f: ['|='],
  h: ['|-|', '[-]', ']-[', '}{', ')-('],
  k: ['|<', '|{'],
  m: ['|\\/|', '/\\/\\', '|v|', '[v]', '(v)', '[\\/]'],
  n: ['|\\|', '/\\/', '[\\]'],
  o: ['()', '[]', '<>'],
  p: ['|>', '|*'],
  r: ['|2'],
  u: ['|_|', '(_)'],
  v: ['\\/'],
  w: ['\\/\\/', '|/\\|', '\\^/'],
  x: ['><'],
  y: ["'/"],
};
/** A mark that belongs to the letter before it, so that the letter's span ends at the last of its signs. */
const MARK = '\u0301';

const letterOf = new Map(
  Object.entries(DRAWN).flatMap(([letter, all]) => all.map((drawn) => [drawn, letter])),
);
const escaped = (drawn: string): string => drawn.replace(/[\\/|()[\]{}^*]/g, '\\$&');
/** The longest first: four strokes are an M before two of them are a V. Linear, because every drawing has few signs. */
const drawings = new RegExp(
  [...letterOf.keys()]
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|'),
  'gi',
);

/**
 * A text with its drawn letters decoded, `|<ing` as `king`. Offsets do not change: each letter is padded with marks to
 * the length of its drawing. Undefined without a drawn letter.
 */
export function writeDrawnLetters(text: string): string | undefined {
  const written = text.replace(
    drawings,
    (drawn) => (letterOf.get(drawn.toLowerCase()) ?? '') + MARK.repeat(drawn.length - 1),
  );
  return written === text ? undefined : written;
}
