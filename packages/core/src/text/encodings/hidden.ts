import { type View, ViewWriter } from '../view.ts';
import { decodeUtf8, isWriting } from './bytes.ts';

/** Tag characters, which encode ASCII and are invisible: U+E0020 to U+E007E. */
const TAGS = 0xe0000;
/** Variation selectors, which encode a byte each: U+FE00 to U+FE0F for 0 to 15, U+E0100 to U+E01EF for 16 to 255. */
const FIRST_SELECTORS = 0xfe00;
const FURTHER_SELECTORS = 0xe0100;

/**
 * Text in characters that are invisible and that a language model reads: tag characters, and bytes written as variation
 * selectors. If visible text separates several stretches of it, they are read both joined and separately.
 */
export function hiddenViews(text: string): View[] {
  const tags = text.includes('\udb40') ? tagViews(text) : [];
  return /\p{Variation_Selector}/u.test(text) ? [...tags, ...selectorViews(text)] : tags;
}

function tagViews(text: string): View[] {
  const [joined, parted] = [new ViewWriter(), new ViewWriter()];
  let last = -1;
  let stretches = 0;
  for (const { index, code } of codePoints(text)) {
    const ascii = code - TAGS;
    if (ascii < 0x20 || ascii > 0x7e) continue;
    const character = String.fromCharCode(ascii);
    if (last !== index) {
      stretches++;
      parted.add(' ', index);
    }
    last = index + 2;
    joined.add(character, index);
    parted.add(character, index);
  }
  const views = stretches > 1 ? [joined.view(), parted.view()] : [joined.view()];
  return views.filter((view) => isWriting(view.text));
}

function selectorViews(text: string): View[] {
  const bytes: number[] = [];
  const offsets: number[] = [];
  for (const { index, code } of codePoints(text)) {
    const byte = byteOf(code);
    if (byte === undefined) continue;
    bytes.push(byte);
    offsets.push(index);
  }
  const view = decodeUtf8(Uint8Array.from(bytes), offsets);
  return isWriting(view.text) ? [view] : [];
}

function byteOf(code: number): number | undefined {
  if (code >= FIRST_SELECTORS && code < FIRST_SELECTORS + 16) return code - FIRST_SELECTORS;
  const further = code - FURTHER_SELECTORS;
  return further >= 0 && further < 240 ? further + 16 : undefined;
}

function* codePoints(text: string): Generator<{ index: number; code: number }> {
  for (let index = 0; index < text.length; index++) {
    const code = text.codePointAt(index) ?? 0;
    yield { index, code };
    if (code > 0xffff) index++;
  }
}
