import type { Category } from '@shoji/core';
import type { Warning } from '../client/events.ts';
import { type Messages, WARNING_CODES, type WarningCode } from './messages.ts';

/** A warning in the person's language; the server's own sentence for a code this client does not know. */
export function sentenceOf(t: Messages, warning: Warning): string {
  const { code, message } = warning;
  if (isWarningCode(code)) return t.warnings[code](warning);
  const [, side, name] = /^(prompt|image)_(.+)$/.exec(code) ?? [];
  const category = name?.replaceAll('_', '-') ?? '';
  if (!isCategory(t, category)) return message;
  return side === 'prompt' ? t.categories[category].prompt : t.categories[category].image;
}

/** Sentences for warnings, each once. */
export function sentencesOf(t: Messages, warnings: readonly Warning[]): string[] {
  return [...new Set(warnings.map((warning) => sentenceOf(t, warning)))];
}

/** How to reword a prompt that was refused for these reasons, one hint a category. */
export function hintsOf(t: Messages, warnings: readonly Warning[]): string[] {
  const categories = new Set(warnings.map(({ category }) => category ?? ''));
  return [...categories].flatMap((category) =>
    isCategory(t, category) ? [t.categories[category].hint] : [],
  );
}

/** What a category is called inside a sentence; its own code where this client does not know it. */
export function categoryName(t: Messages, category: string): string {
  return isCategory(t, category) ? t.categories[category].name : category;
}

/** The sentences of a category, where this client knows it. */
export function categoryTexts(t: Messages, category: string) {
  return isCategory(t, category) ? t.categories[category] : undefined;
}

function isCategory(t: Messages, value: string): value is Category {
  return Object.hasOwn(t.categories, value);
}

function isWarningCode(code: string): code is WarningCode {
  return (WARNING_CODES as readonly string[]).includes(code);
}
