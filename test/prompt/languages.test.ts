import { readdirSync, readFileSync } from 'node:fs';
import { presets, rules } from '@shoji/core';
import { decidePrompt } from '@shoji/core/policy';
import { describe, expect, it } from 'vitest';

/**
 * One prompt a line: `unsafe`, `missed` (unsafe, and not found today; it becomes `unsafe` once it is) or `harmless`, a tab,
 * and the prompt.
 */
const DATA = new URL('data/', import.meta.url);
const filesOf = (folder: string) => readdirSync(new URL(folder, DATA)).map((file) => `${folder}${file}`);
const LANGUAGES = filesOf('languages/');
/** Romanised languages, and several languages in one prompt. */
const ROMANISED = filesOf('romanised/');
/** Of a hundred unsafe prompts. */
const MOST_MISSED = 30;

const screen = rules();

function prompts(file: string, kind: string): string[] {
  const lines = readFileSync(new URL(file, DATA), 'utf8').trim().split('\n');
  return lines.flatMap((line) => {
    const [is, prompt = ''] = line.split('\t');
    return is === kind ? [prompt] : [];
  });
}

/** Whether rules alone find something that the standard policy does not allow. */
const isFlagged = (prompt: string) =>
  decidePrompt(presets.standard, screen.match(prompt)).decision !== 'allow';

describe.each([...LANGUAGES, ...ROMANISED])('prompts in %s', (file) => {
  it('are found by rules alone if they are unsafe', () => {
    expect(prompts(file, 'unsafe').filter((prompt) => !isFlagged(prompt))).toEqual([]);
    expect(prompts(file, 'missed').filter(isFlagged)).toEqual([]);
  });

  it('pass if they only resemble unsafe ones', () => {
    expect(prompts(file, 'harmless').filter(isFlagged)).toEqual([]);
  });

  it('are as many as in other languages, and few are missed', () => {
    const [unsafe = 0, missed = 0, harmless] = ['unsafe', 'missed', 'harmless'].map(
      (kind) => new Set(prompts(file, kind)).size,
    );
    expect([unsafe + missed, harmless]).toEqual(LANGUAGES.includes(file) ? [26, 50] : [8, 8]);
    expect((100 * missed) / (unsafe + missed)).toBeLessThanOrEqual(MOST_MISSED);
  });
});
