import { readdirSync, readFileSync } from 'node:fs';
import { presets, rules } from '@shoji/core';
import { decidePrompt } from '@shoji/core/policy';
import { describe, expect, it } from 'vitest';

/**
 * One prompt a line: `unsafe`, `missed` (unsafe, and not found today; it becomes `unsafe` once it is) or `harmless`, a tab,
 * and the prompt.
 */
const DATA = new URL('data/languages/', import.meta.url);
const LANGUAGES = readdirSync(DATA).map((file) => file.replace('.tsv', ''));
/** Of a hundred unsafe prompts. */
const MOST_MISSED = 30;

const screen = rules();

function prompts(language: string, kind: string): string[] {
  const lines = readFileSync(new URL(`${language}.tsv`, DATA), 'utf8')
    .trim()
    .split('\n');
  return lines.flatMap((line) => {
    const [is, prompt = ''] = line.split('\t');
    return is === kind ? [prompt] : [];
  });
}

/** Whether rules alone find something that the standard policy does not allow. */
const isFlagged = (prompt: string) =>
  decidePrompt(presets.standard, screen.match(prompt)).decision !== 'allow';

describe.each(LANGUAGES)('prompts in %s', (language) => {
  it('are found by rules alone when they are unsafe', () => {
    expect(prompts(language, 'unsafe').filter((prompt) => !isFlagged(prompt))).toEqual([]);
    expect(prompts(language, 'missed').filter(isFlagged)).toEqual([]);
  });

  it('pass when they only come near to what is unsafe', () => {
    expect(prompts(language, 'harmless').filter(isFlagged)).toEqual([]);
  });

  it('are as many as in the other languages, and few are missed', () => {
    const [unsafe, missed, harmless] = ['unsafe', 'missed', 'harmless'].map(
      (kind) => new Set(prompts(language, kind)).size,
    );
    expect(harmless).toBe(40);
    expect(Number(unsafe) + Number(missed)).toBe(20);
    expect((100 * Number(missed)) / 20).toBeLessThanOrEqual(MOST_MISSED);
  });
});
