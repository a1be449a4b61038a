import type { Category } from '@shoji/core';
import type { SpokenCode } from '@shoji/core/phrases';
import type { Warning } from '../client/events.ts';
import { type Messages, OWN_WARNING_CODES, type OwnWarningCode } from './messages.ts';

/** A warning as a sentence; the server's message for a code that this client does not know. */
export function sentenceOf(t: Messages, warning: Warning): string {
  const { code, message } = warning;
  if (isSpoken(t, code)) return t.phrases.warnings[code](warning);
  if (isOwn(code)) return t.ownWarnings[code]();
  const [, side, name] = /^(prompt|image)_(.+)$/.exec(code) ?? [];
  const category = name?.replaceAll('_', '-') ?? '';
  if (!isCategory(t, category)) return message;
  return side === 'prompt' ? t.phrases.promptReasons[category] : t.phrases.imageReasons[category];
}

/** Sentences for warnings, each once. */
export function sentencesOf(t: Messages, warnings: readonly Warning[]): string[] {
  return [...new Set(warnings.map((warning) => sentenceOf(t, warning)))];
}

/**
 * The reasons of warnings about one picture in a few words: the names of their categories, or else the first sentence.
 * Empty without warnings.
 */
export function shortReasonsOf(t: Messages, warnings: readonly Warning[]): string {
  const names = warnings.flatMap(({ code }) => shortReasonOf(t, code) ?? []);
  return names.length > 0 ? t.image.joined([...new Set(names)]) : (sentencesOf(t, warnings)[0] ?? '');
}

function shortReasonOf(t: Messages, code: string): string | undefined {
  if (isShort(t, code)) return t.image.because[code];
  const category = /^image_(.+)$/.exec(code)?.[1]?.replaceAll('_', '-') ?? '';
  return isCategory(t, category) ? t.phrases.names[category] : undefined;
}

/** Hints for rewording a prompt that was refused for these reasons, one per category. */
export function hintsOf(t: Messages, warnings: readonly Warning[]): string[] {
  const categories = new Set(warnings.map(({ category }) => category ?? ''));
  return [...categories].flatMap((category) => (isCategory(t, category) ? [t.phrases.hints[category]] : []));
}

/** Name of a category inside a sentence; its code if this client does not know it. */
export function categoryName(t: Messages, category: string): string {
  return isCategory(t, category) ? t.phrases.names[category] : category;
}

/** Reason for flagging a prompt of this category, if this client knows it. */
export function promptReason(t: Messages, category: string): string | undefined {
  return isCategory(t, category) ? t.phrases.promptReasons[category] : undefined;
}

/** Hint for rewording a prompt of this category, if this client knows it. */
export function hintOf(t: Messages, category: string): string | undefined {
  return isCategory(t, category) ? t.phrases.hints[category] : undefined;
}

function isCategory(t: Messages, value: string): value is Category {
  return Object.hasOwn(t.phrases.names, value);
}

function isSpoken(t: Messages, code: string): code is SpokenCode {
  return Object.hasOwn(t.phrases.warnings, code);
}

function isOwn(code: string): code is OwnWarningCode {
  return (OWN_WARNING_CODES as readonly string[]).includes(code);
}

function isShort(t: Messages, code: string): code is keyof Messages['image']['because'] {
  return Object.hasOwn(t.image.because, code);
}
