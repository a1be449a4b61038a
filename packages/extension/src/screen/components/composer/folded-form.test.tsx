import { describe, expect, it } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { doneRun, INPUT, runOf, slotOf } from '../../../testing/runs.ts';
import { Composer } from './composer.tsx';

const settings = { prompt: INPUT.prompt };
const done = doneRun([slotOf('clear')]);
const composer = (opened: Parameters<typeof draw>[1] = {}, compact = true) =>
  draw(<Composer compact={compact} />, { settings, ...opened });
const prompt = (drawn: ReturnType<typeof draw>) => drawn.page.queryByRole('textbox', { name: 'Prompt' });

describe('the form above its results', () => {
  it('is one line with the prompt, and buttons to edit it and for another seed', async () => {
    const drawn = composer({ runs: [done] });
    const { page, user, started } = drawn;
    expect(prompt(drawn)).toBeNull();
    expect(page.getByRole('form', { name: 'Your picture' })).toHaveClass('composer--folded');
    const line = page.getByText('a dog in a suit');
    expect(line.closest('p')).toHaveTextContent('Prompt: a dog in a suit');
    expect(line.closest('p')).toHaveAttribute('title', 'a dog in a suit');
    expect(line.tagName.toLowerCase()).toBe('bdi');
    await user.click(page.getByRole('button', { name: 'Again with a new seed' }));
    expect(started).toEqual([{ input: { ...INPUT, seed: expect.any(Number) }, key: '' }]);
  });

  it('is unfolded by Edit, with the focus in the prompt, until it is sent', async () => {
    const drawn = composer({ runs: [done] });
    const { page, user, screen, show, change } = drawn;
    await user.click(page.getByRole('button', { name: 'Edit' }));
    expect(prompt(drawn)).toHaveFocus();
    expect(page.getByRole('form')).not.toHaveClass('composer--folded');
    await change(() => void screen.generate());
    await change(() => show(doneRun([slotOf('clear')], { number: 2 })));
    expect(prompt(drawn)).toBeNull();
  });

  it('stays unfolded while the prompt of the last run is typed again', async () => {
    const drawn = composer({ runs: [done], settings: { prompt: '' } });
    const field = prompt(drawn);
    if (!field) throw new Error('no field');
    await drawn.user.type(field, INPUT.prompt);
    expect(prompt(drawn)).toHaveValue(INPUT.prompt);
    expect(prompt(drawn)).toHaveFocus();
  });

  it('can cancel while other pictures are made', async () => {
    const run = runOf({ slots: [slotOf('clear'), { status: 'waiting' }] });
    const { page, user, cancelled } = composer({ runs: [run] });
    expect(page.queryByRole('button', { name: 'Again with a new seed' })).toBeNull();
    await user.click(page.getByRole('button', { name: 'Cancel' }));
    expect(cancelled()).toBe(1);
  });

  it.each([
    ['no picture has arrived', { runs: [runOf()] }],
    ['the prompt was refused', { runs: [runOf({ phase: 'refused', slots: [] })] }],
    ['nothing was made', {}],
    ['another prompt is typed', { runs: [done], settings: { prompt: 'a cat' } }],
  ])('is whole when %s', (_, opened) => {
    expect(prompt(composer(opened))).toBeInTheDocument();
  });

  it('is whole in a large window', () => {
    expect(prompt(composer({ runs: [done] }, false))).toBeInTheDocument();
  });
});

describe('the focus, when the first picture arrives', () => {
  it('goes from the prompt to Edit', async () => {
    const drawn = composer({ runs: [runOf()] });
    prompt(drawn)?.focus();
    await drawn.change(() => drawn.show(runOf({ slots: [slotOf('clear')] })));
    expect(drawn.page.getByRole('button', { name: 'Edit' })).toHaveFocus();
  });

  it('stays where it is outside of the form', async () => {
    const drawn = composer({ runs: [runOf()] });
    await drawn.change(() => drawn.show(runOf({ slots: [slotOf('clear')] })));
    expect(document.body).toHaveFocus();
  });
});

it('is shown in Japanese', () => {
  const { page } = composer({ runs: [done], language: 'ja' });
  expect(page.getByRole('button', { name: '編集' })).toBeInTheDocument();
});
