import type { Category } from '@shoji/core';
import type { SpokenCode } from '@shoji/core/phrases';
import type { Warning } from '../client/events.ts';
import { type Messages, OWN_WARNING_CODES, type OwnWarningCode } from './messages.ts';

/** A warning in the person's language; the server's own sentence for a code this client does not know. */
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

/** How to reword a prompt that was refused for these reasons, one hint a category. */
export function hintsOf(t: Messages, warnings: readonly Warning[]): string[] {
  const categories = new Set(warnings.map(({ category }) => category ?? ''));
  return [...categories].flatMap((category) => (isCategory(t, category) ? [t.phrases.hints[category]] : []));
}

/** What a category is called inside a sentence; its own code where this client does not know it. */
export function categoryName(t: Messages, category: string): string {
  return isCategory(t, category) ? t.phrases.names[category] : category;
}

/** Why a prompt of this category is flagged, where this client knows the category. */
export function promptReason(t: Messages, category: string): string | undefined {
  return isCategory(t, category) ? t.phrases.promptReasons[category] : undefined;
}

/** How to reword a prompt of this category, where this client knows the category. */
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
