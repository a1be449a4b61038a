import type { Warning } from '@shoji/core';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../call/call.ts';
import {
  Blocked,
  blurReason,
  pictureReason,
  promptReason,
  reasonOf,
  verdictAt,
  verdictField,
  verdictHeaders,
} from './verdict.ts';

const nudity: Warning = { code: 'image_nudity', category: 'nudity', message: 'n', check: 'a', image: 0 };
const failed: Warning = { code: 'check_failed', message: 'f', image: 1 };
const warned: Warning = { code: 'prompt_warned', message: 'w', image: 0 };
const VERDICT: Verdict = {
  id: 'gen_1',
  decision: 'blur',
  prompt: 'warn',
  images: ['blur', 'withhold'],
  warnings: [nudity, failed],
};

describe('reasons', () => {
  it('name each category once, in the order of the taxonomy', () => {
    const violence: Warning = { code: 'image_violence', category: 'violence', message: 'v' };
    expect(reasonOf('input', [violence, nudity, nudity])).toEqual({
      what: 'input',
      unchecked: false,
      categories: ['nudity', 'violence'],
    });
  });

  it('of a prompt include whether it could be read', () => {
    expect(promptReason({ unchecked: true, unreadable: true }, [])).toEqual({
      what: 'prompt',
      unchecked: true,
      unreadable: true,
      categories: [],
    });
  });

  it('of an image say "could not be checked" only where nothing was found', () => {
    expect(pictureReason([failed]).unchecked).toBe(true);
    expect(pictureReason([failed, nudity]).unchecked).toBe(false);
    expect(pictureReason([nudity]).unchecked).toBe(false);
    expect(pictureReason([])).toEqual({ what: 'picture', unchecked: false, categories: [] });
  });

  it('of a blur include the prompt’s when that is the cause', () => {
    expect(blurReason([warned], [nudity]).categories).toEqual(['nudity']);
    expect(blurReason([failed], [nudity]).categories).toEqual([]);
  });

  it('are thrown with their verdict', () => {
    const blocked = new Blocked(reasonOf('prompt', []), VERDICT);
    expect([blocked.code, blocked.verdict, blocked.reason.what]).toEqual([
      'generator_rejected',
      VERDICT,
      'prompt',
    ]);
  });
});

describe('a verdict for a client', () => {
  it('has only codes in headers, without duplicates', () => {
    expect(verdictHeaders({ ...VERDICT, warnings: [nudity, failed, nudity] })).toEqual({
      'X-Shoji-Id': 'gen_1',
      'X-Shoji-Decision': 'blur',
      'X-Shoji-Prompt': 'warn',
      'X-Shoji-Images': 'blur, withhold',
      'X-Shoji-Warnings': 'image_nudity, check_failed',
    });
    expect(Object.keys(verdictHeaders({ ...VERDICT, images: [], warnings: [] }))).toEqual([
      'X-Shoji-Id',
      'X-Shoji-Decision',
      'X-Shoji-Prompt',
    ]);
  });

  it('names the findings in a field, but not the check', () => {
    expect(
      verdictField({
        ...VERDICT,
        warnings: [nudity, nudity, failed, { code: 'prompt_rejected', message: 'm' }],
      }),
    ).toEqual({
      id: 'gen_1',
      decision: 'blur',
      prompt: 'warn',
      images: ['blur', 'withhold'],
      warnings: [
        { code: 'image_nudity', message: 'n', category: 'nudity', image: 0 },
        { code: 'check_failed', message: 'f', image: 1 },
        { code: 'prompt_rejected', message: 'm' },
      ],
    });
  });

  it('is reported per image, the prompt’s own warnings with the first', () => {
    const prompt: Warning = { code: 'prompt_nudity', category: 'nudity', message: 'p' };
    const verdict = { ...VERDICT, warnings: [prompt, nudity, failed] };
    expect(verdictAt(verdict, 0).warnings).toEqual([prompt, nudity]);
    expect(verdictAt(verdict, 1)).toEqual({ ...verdict, warnings: [failed] });
  });
});
