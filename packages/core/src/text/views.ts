import { writeCharacterReferences } from './encodings/character-references.ts';
import { writeDrawnLetters } from './encodings/drawn-letters.ts';
import { encodedViews } from './encodings/encoded.ts';
import { writeEscapes, writeMorse } from './encodings/escapes.ts';
import { hiddenViews } from './encodings/hidden.ts';
import { turnedViews } from './encodings/turned.ts';
import { withoutComments } from './syntax/comments.ts';
import { evaluate } from './syntax/evaluate.ts';
import { mostRead, tooManyReadings } from './syntax/limit.ts';
import { withVariables } from './syntax/variables.ts';
import { type View, within } from './view.ts';

/** Most levels of nested encodings that are read. */
const DEEPEST = 3;

/**
 * Every reading of a prompt by an image model; the text as typed is the first. Web UIs drop emphasis and weights,
 * choose an option of `[from:to:when]`, `[a|b]` and `{a|b}`, expand variables and remove comments, while other servers
 * keep them; language models understand invisible characters, encodings, ROT13 and reversed writing. A view with
 * character references or escapes is followed by its decoded text, because tokenizers decode them last. Linear in the
 * prompt.
 * @throws CheckError for a prompt with more readings than can be checked.
 */
export function views(prompt: string): View[] {
  const typed: View = { text: prompt };
  const all: View[] = [];
  let left = mostRead(prompt.length);
  const add = (view: View): void => {
    for (const each of written(view)) {
      left -= each.text.length;
      if (left < 0) throw tooManyReadings();
      all.push(each);
    }
  };
  for (const source of [typed, ...decoded(typed, 1)]) {
    const sources = uncommented(source);
    sources.forEach(add);
    for (const each of sources) for (const view of evaluate(each.text)) add(within(view, each));
  }
  return [...all, ...turnedViews(prompt)];
}

/**
 * The hidden content of a prompt as one text for classifiers, which read sentences: decoded, without comments, and with
 * its variables expanded. Undefined for nearly every prompt.
 * @throws CheckError as {@link views}.
 */
export function furtherText(prompt: string): string | undefined {
  const typed: View = { text: prompt };
  const sources = [typed, ...decoded(typed, 1).filter(({ exact }) => exact === undefined)];
  const texts = sources.flatMap((source) => [...uncommented(source), ...asWritten(source)]);
  const further = new Set(
    texts.map(({ text }) => text).filter((text) => text !== prompt && text.trim() !== ''),
  );
  return further.size > 0 ? [...further].join('\n') : undefined;
}

/** A text as typed and with its variables expanded, each with and without comments. */
function uncommented(source: View): View[] {
  const filled = withVariables(source.text);
  const sources = filled ? [source, within(filled, source)] : [source];
  return sources.flatMap((each) => {
    const cut = withoutComments(each.text);
    return cut ? [each, within(cut, each)] : [each];
  });
}

/** The hidden and encoded texts inside a text, and those inside them in turn. */
function decoded(source: View, depth: number): View[] {
  if (depth > DEEPEST) return [];
  const found = [...hiddenViews(source.text), ...encodedViews(source.text)];
  return found.flatMap((view) => {
    const here = within(view, source);
    return [here, ...decoded(here, depth + 1)];
  });
}

/** A view, followed by the view with its drawn letters, references and escapes decoded. */
function written(view: View): View[] {
  const drawn = writeDrawnLetters(view.text);
  return [view, ...(drawn === undefined ? [] : [{ ...view, text: drawn }]), ...asWritten(view)];
}

function asWritten(view: View): View[] {
  const referred = writeCharacterReferences(view.text) ?? view.text;
  const escaped = writeEscapes(referred) ?? referred;
  const texts = [escaped, writeMorse(escaped) ?? escaped];
  return [...new Set(texts)].filter((text) => text !== view.text).map((text) => ({ ...view, text }));
}
