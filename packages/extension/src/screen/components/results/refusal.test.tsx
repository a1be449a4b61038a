import { PHRASES } from '@shoji/core/phrases';
import { within } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { runOf, warningOf } from '../../../testing/runs.ts';
import { Composer } from '../composer/composer.tsx';
import { Refusal } from './refusal.tsx';

const { promptReasons, hints } = PHRASES.en;
const refused = (...warnings: ReturnType<typeof warningOf>[]) => runOf({ phase: 'refused', warnings });
const violence = warningOf('prompt_violence', { category: 'violence', span: [2, 5] });

const listUnder = (heading: HTMLElement) => {
  if (!heading.parentElement) throw new Error('a heading without a part');
  return within(heading.parentElement)
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);
};

it('says what happened, the reason, the matched words and a hint', () => {
  const { page } = draw(<Refusal run={refused(violence)} />);
  expect(page.getByRole('heading', { level: 3, name: 'This prompt was refused' })).toBeInTheDocument();
  expect(page.getByText(/^No picture was generated\. Your prompt is still in the form/)).toBeInTheDocument();
  expect(listUnder(page.getByRole('heading', { name: 'Why' }))).toEqual([
    promptReasons.violence,
    'Matched: “dog”',
  ]);
  expect(listUnder(page.getByRole('heading', { name: 'How to reword it' }))).toEqual([hints.violence]);
});

it('is shown in Japanese', () => {
  const { page } = draw(<Refusal run={refused(violence)} />, { language: 'ja' });
  expect(listUnder(page.getByRole('heading', { name: '理由' }))).toEqual([
    PHRASES.ja.promptReasons.violence,
    '該当した言葉：「dog」',
  ]);
  expect(page.getByRole('heading', { name: '書き直しのヒント' })).toBeInTheDocument();
});

it('shows each reason and each hint once', () => {
  const { page } = draw(<Refusal run={refused(violence, { ...violence, span: [11, 15] })} />);
  expect(listUnder(page.getByRole('heading', { name: 'Why' }))).toEqual([
    promptReasons.violence,
    'Matched: “dog”, “suit”',
  ]);
  expect(listUnder(page.getByRole('heading', { name: 'How to reword it' }))).toHaveLength(1);
});

it('gives no reason when the policy gives none', () => {
  const { page } = draw(<Refusal run={refused()} />);
  expect(listUnder(page.getByRole('heading', { name: 'Why' }))).toEqual([
    'The operator’s policy does not say more about the reason.',
  ]);
  expect(page.queryByRole('heading', { name: 'How to reword it' })).toBeNull();
});

it('names no words when the policy names none', () => {
  const { page } = draw(<Refusal run={refused(warningOf('prompt_violence', { category: 'violence' }))} />);
  expect(page.queryByText(/^Matched/)).toBeNull();
});

it('describes the prompt field, and links back to it', async () => {
  const run = refused(violence);
  const { page, user } = draw(
    <>
      <Composer compact />
      <Refusal run={run} />
    </>,
    { runs: [run], settings: { prompt: run.input.prompt } },
  );
  const prompt = page.getByRole('textbox', { name: 'Prompt' });
  expect(prompt).toHaveAccessibleDescription(expect.stringContaining(`Why ${promptReasons.violence}`));
  await user.click(page.getByRole('button', { name: 'Edit the prompt' }));
  expect(prompt).toHaveFocus();
});
