import glyphs from '../data/glyphs.json' with { type: 'json' };
import { n, rect } from '../paint/draw.ts';

const GLYPHS = new Map<string, readonly [width: number, path: string]>(
  Object.entries(glyphs).map(([letter, [width, path]]) => [letter, [Number(width), String(path)]]),
);

/** Words that are named at most, and letters of one of them. */
const MOST_WORDS = 5;
const MOST_LETTERS = 28;

/** The sentence that says which words the picture does not show. Words in other scripts than Latin are counted. */
export function sentenceOf(missing: readonly string[]): string {
  const named = missing.filter(
    (word) => word.length <= MOST_LETTERS && [...word].every((letter) => GLYPHS.has(letter)),
  );
  const shown = named.slice(0, MOST_WORDS);
  const others = missing.length - shown.length;
  if (others === 0) return `Could not draw: ${shown.join(', ')}`;
  const rest = `${others} ${shown.length > 0 ? 'more ' : ''}${others === 1 ? 'word' : 'words'}`;
  return shown.length === 0 ? `Could not draw ${rest}` : `Could not draw: ${shown.join(', ')} and ${rest}`;
}

/** A caption in the upper left corner, in as many lines as it needs. Its letters are outlines, which need no font. */
export function paintCaption(sentence: string, width: number, height: number): string {
  const size = Math.max(11, Math.min(width, height) * 0.034);
  const pad = size * 0.6;
  const lines = linesOf(sentence, (width - 4 * pad) / (size / 100));
  const widest = Math.max(...lines.map(measure)) * (size / 100);
  const step = size * 1.35;
  const [w, h] = [widest + pad * 2, step * lines.length + pad];
  const text = lines.map((line, at) => write(line, pad * 2, pad * 1.5 + step * at + size * 0.82, size / 100));
  return `${rect(pad, pad, w, h, '#10131f', ` rx="${n(size * 0.7)}" opacity=".72"`)}<g fill="#fff">${text.join('')}</g>`;
}

function linesOf(sentence: string, room: number): string[] {
  const lines: string[] = [];
  for (const word of sentence.split(' ')) {
    const last = lines.at(-1);
    const longer = `${last} ${word}`;
    if (last !== undefined && measure(longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function measure(text: string): number {
  return [...text].reduce((sum, letter) => sum + (GLYPHS.get(letter)?.[0] ?? 0), 0);
}

function write(text: string, x: number, y: number, scale: number): string {
  let at = 0;
  return [...text]
    .map((letter) => {
      const [width, path] = GLYPHS.get(letter) ?? [0, ''];
      const left = at;
      at += width;
      return path === ''
        ? ''
        : `<path transform="translate(${n(x + left * scale)} ${n(y)}) scale(${scale.toFixed(4)})" d="${path}"/>`;
    })
    .join('');
}
