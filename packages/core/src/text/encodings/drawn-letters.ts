/** Letters that are drawn with several signs, as people who write in leet draw them. */
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
/** Belongs to the letter before it, so that the letter ends where the last of its signs was typed. */
const MARK = '\u0301';

const letterOf = new Map(
  Object.entries(DRAWN).flatMap(([letter, all]) => all.map((drawn) => [drawn, letter])),
);
const escaped = (drawn: string): string => drawn.replace(/[\\/|()[\]{}^*]/g, '\\$&');
/** The longest first: four strokes are an M before two of them are a V. Every drawing is a few signs: linear. */
const drawings = new RegExp(
  [...letterOf.keys()]
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|'),
  'gi',
);

/**
 * A text with its drawn letters written, `|<ing` as `king`, every other character where it was: a letter is followed by
 * as many marks as its drawing had further signs. Undefined where no letter is drawn.
 */
export function writeDrawnLetters(text: string): string | undefined {
  const written = text.replace(
    drawings,
    (drawn) => (letterOf.get(drawn.toLowerCase()) ?? '') + MARK.repeat(drawn.length - 1),
  );
  return written === text ? undefined : written;
}
