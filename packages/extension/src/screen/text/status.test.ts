import { describe, expect, it } from 'vitest';
import { completedOf, runOf, slotOf, warningOf } from '../../testing/runs.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import { statusOf } from './status.ts';

const [clear, blurred, withheld] = [slotOf('clear'), slotOf('blur'), slotOf('withhold')];
const waiting = { status: 'waiting' } as const;

describe('the state of a run', () => {
  it.each([
    [
      runOf({ stage: 'waiting' }),
      'The proxy has not answered yet. Still waiting.',
      'プロキシからまだ応答がありません。待っています。',
    ],
    [runOf({ stage: 'screening' }), 'Checking the prompt.', 'プロンプトを検査しています。'],
    [
      runOf({ stage: 'generating', slots: [waiting] }),
      'Generating 1 picture.',
      '画像を 1 枚生成しています。',
    ],
    [
      runOf({ stage: 'checking', slots: [clear, withheld, blurred, waiting] }),
      'Checking the pictures: 3 of 4 done.',
      '画像を検査しています。4 枚中 3 枚が終わりました。',
    ],
    [
      runOf({ stage: 'regenerating', attempt: 2 }),
      'A picture did not pass. Generating again, attempt 2.',
      '検査を通らない画像があったため、もう一度生成しています（2 回目）。',
    ],
    [
      runOf({ phase: 'refused' }),
      'The prompt was refused. No picture was generated.',
      'プロンプトは受け付けられませんでした。画像は生成されていません。',
    ],
    [runOf({ phase: 'cancelled' }), 'Cancelled.', '中止しました。'],
  ])('is one sentence (%#)', (run, english, japanese) => {
    expect(statusOf(run, en)).toBe(english);
    expect(statusOf(run, ja)).toBe(japanese);
  });

  it('is left to the alert after a failure', () => {
    expect(statusOf(runOf({ phase: 'failed' }), en)).toBe('');
  });
});

describe('the result of a run', () => {
  it.each([
    [[clear], 'Finished: 1 clear.'],
    [[blurred, blurred], 'Finished: 2 blurred.'],
    [[clear, blurred, withheld], 'Finished: 1 clear, 1 blurred, 1 withheld.'],
    // A picture is not shown when the answers about it disagree.
    [[clear, { status: 'lost' } as const], 'Finished: 1 clear, 1 withheld.'],
  ])('is counted (%#)', (slots, sentence) => {
    expect(statusOf(runOf({ phase: 'done', slots }), en)).toBe(sentence);
  });

  it('tells pictures that could not be checked from those that a check has found unsafe', () => {
    const failed = warningOf('check_failed', { check: 'rekognition' });
    const found = warningOf('image_nudity', { category: 'nudity' });
    const slots = [
      slotOf('withhold', { warnings: [failed] }),
      slotOf('withhold', { warnings: [failed, found] }),
      slotOf('clear', { warnings: [failed] }),
    ];
    const run = runOf({ phase: 'done', slots });
    expect(statusOf(run, en)).toBe('Finished: 1 clear, 1 withheld, 1 could not be checked.');
    expect(statusOf(run, ja)).toBe('完了しました。表示 1 枚、非表示 1 枚、検査できなかったもの 1 枚。');
    // The final answer has the warnings of all pictures.
    const answered = { ...run, completed: completedOf(), warnings: [{ ...failed, image: 1 }] };
    expect(statusOf(answered, en)).toBe('Finished: 1 clear, 1 withheld, 1 could not be checked.');
  });

  it('is counted in Japanese', () => {
    expect(statusOf(runOf({ phase: 'done', slots: [clear, blurred, withheld] }), ja)).toBe(
      '完了しました。表示 1 枚、ぼかし 1 枚、非表示 1 枚。',
    );
  });
});
