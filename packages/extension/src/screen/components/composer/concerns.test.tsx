import { PHRASES } from '@shoji/core/phrases';
import { waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { policyOf } from '../../../testing/runs.ts';
import type { Concern } from '../../state/lint.ts';
import { Composer } from './composer.tsx';
import { Concerns } from './concerns.tsx';

const { promptReasons, hints } = PHRASES.en;
const policy = policyOf({ prompt: { thresholds: {}, namesWords: true, checks: ['rules'] } });

async function drawn(concerns: readonly Concern[], language: 'en' | 'ja' = 'en') {
  const lint = { words: () => concerns, rewordings: () => [], whole: async () => [] };
  const { page } = draw(<Concerns id="concerns" hidden={false} />, {
    policy,
    language,
    settings: { prompt: 'a warm, warm day' },
    lint,
  });
  await waitFor(() => expect(page.queryAllByRole('listitem')).toHaveLength(concerns.length));
  return page;
}

const warm: Concern = {
  category: 'suggestive',
  decision: 'warn',
  spans: [
    [2, 6],
    [8, 12],
  ],
};

it('names the words once, with their consequence, the reason and a hint', async () => {
  const page = await drawn([warm]);
  expect(page.getByRole('listitem')).toHaveTextContent(
    `“warm” leads to a warning. ${promptReasons.suggestive} ${hints.suggestive}`,
  );
  expect(page.getByRole('listitem')).toHaveClass('concern--warn');
});

it('says that a graver word leads to a refusal, and looks graver', async () => {
  const page = await drawn([{ ...warm, category: 'nudity', decision: 'reject' }]);
  expect(page.getByRole('listitem')).toHaveTextContent(
    `“warm” leads to a refusal. ${promptReasons.nudity} ${hints.nudity}`,
  );
  expect(page.getByRole('listitem')).toHaveClass('concern--reject');
});

it.each([
  ['warn', 'The prompt as a whole may lead to a warning.'],
  ['reject', 'The prompt as a whole may be refused.'],
] as const)('says less surely what becomes of a prompt as a whole (%s)', async (decision, sentence) => {
  const page = await drawn([{ category: 'toxicity', decision, spans: [] }]);
  expect(page.getByRole('listitem')).toHaveTextContent(new RegExp(`^${sentence}`));
  expect(page.getByRole('listitem')).not.toHaveClass(`concern--${decision}`);
});

it('distinguishes by an icon words from the prompt as a whole', async () => {
  const page = await drawn([
    warm,
    { ...warm, decision: 'reject' },
    { category: 'hate', decision: 'reject', spans: [] },
  ]);
  const icons = page.getAllByRole('listitem').map((item) => item.querySelector('svg')?.innerHTML);
  expect(new Set(icons).size).toBe(3);
});

it('joins Japanese sentences without spaces', async () => {
  const page = await drawn([warm], 'ja');
  expect(page.getByRole('listitem').textContent).toBe(
    `「warm」があると注意が付きます。${PHRASES.ja.promptReasons.suggestive}${PHRASES.ja.hints.suggestive}`,
  );
});

it('has no reason for a category that this client does not know, and still names the consequence', async () => {
  const page = await drawn([{ ...warm, category: 'of-tomorrow' }]);
  expect(page.getByRole('listitem').textContent?.trim()).toBe('“warm” leads to a warning.');
});

it('is a live region that exists, and describes the field, even when it is empty', () => {
  const { page } = draw(<Concerns id="concerns" hidden={false} />);
  expect(page.getByRole('status')).toHaveAttribute('id', 'concerns');
  expect(page.getByRole('status')).toBeEmptyDOMElement();
});

it('is empty while the answer speaks of the same words', async () => {
  const lint = { words: () => [warm], rewordings: () => [], whole: async () => [] };
  const { page, screen } = draw(<Concerns id="concerns" hidden />, {
    policy,
    settings: { prompt: 'a warm' },
    lint,
  });
  await waitFor(() => expect(screen.linting.concerns.value).toHaveLength(1));
  expect(page.getByRole('status')).toBeEmptyDOMElement();
});

describe('rewording by one press', () => {
  const words = (prompt: string): Concern[] =>
    prompt.includes('warm') ? [{ ...warm, spans: [[2, 6]] }] : [];
  const lint = {
    words,
    rewordings: (_: string, span: readonly [number, number]) => [
      { span, text: 'mild', word: 'mild' },
      { span: [2, 7] as const, text: '', word: '' },
    ],
    whole: async () => [],
  };
  const opened = (language: 'en' | 'ja' = 'en') =>
    draw(<Composer compact />, { policy, language, settings: { prompt: 'a warm day' }, lint });

  it('replaces the word, moves the focus to the prompt, and can be undone', async () => {
    const { page, user, screen } = opened();
    await user.click(await page.findByRole('button', { name: 'Write “mild” instead of “warm”' }));
    expect(screen.settings.value.prompt).toBe('a mild day');
    expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveFocus();
    expect(page.queryByRole('button', { name: /instead of/ })).toBeNull();
    await user.click(page.getByRole('button', { name: 'Undo' }));
    expect(screen.settings.value.prompt).toBe('a warm day');
  });

  it('takes the word out, and sends nothing', async () => {
    const { page, user, screen, started } = opened();
    const leaveOut = await page.findByRole('button', { name: 'Leave it out: “warm”' });
    expect(leaveOut).toHaveTextContent('Leave it out');
    expect(leaveOut.parentElement).toHaveTextContent('Instead:mildLeave it out');
    await user.click(leaveOut);
    expect(screen.settings.value.prompt).toBe('a day');
    expect(started).toEqual([]);
  });

  it('is not offered for the prompt as a whole', async () => {
    const whole = { ...warm, spans: [] };
    const { page } = draw(<Composer compact />, {
      policy,
      settings: { prompt: 'a warm day' },
      lint: { ...lint, words: () => [whole] },
    });
    await waitFor(() => expect(page.getByText(/^The prompt as a whole/)).toBeInTheDocument());
    expect(page.queryByText('Instead:')).toBeNull();
  });

  it('is offered in Japanese', async () => {
    const { page } = opened('ja');
    expect(await page.findByRole('button', { name: '「warm」を「mild」に言い換える' })).toBeInTheDocument();
    expect(page.getByRole('button', { name: '「warm」を取り除く' })).toHaveTextContent('取り除く');
  });
});
