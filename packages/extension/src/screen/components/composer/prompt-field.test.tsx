import { fireEvent, waitFor } from '@testing-library/preact';
import { describe, expect, it, vi } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { doneRun, INPUT, policyOf, runOf, slotOf, warningOf } from '../../../testing/runs.ts';
import { DEFAULT_LIMITS } from '../../client/defaults.ts';
import type { Lint } from '../../state/lint.ts';
import { Composer } from './composer.tsx';
import { PromptField } from './prompt-field.tsx';

const field = (opened: Parameters<typeof draw>[1] = {}) => {
  const sent: string[] = [];
  const drawn = draw(<PromptField onSubmit={() => sent.push('sent')} />, opened);
  const prompt = drawn.page.getByRole('textbox', {
    name: opened.language === 'ja' ? 'プロンプト' : 'Prompt',
  });
  const marked = () => [...drawn.page.container.querySelectorAll('mark')].map((mark) => mark.textContent);
  return { ...drawn, prompt, marked, sent };
};

/** Warns of every "warm" and refuses every "hot". */
const lint: Lint = {
  words: (prompt) => [
    ...[...prompt.matchAll(/warm/g)].map(({ index }) => ({
      category: 'suggestive',
      decision: 'warn' as const,
      spans: [[index, index + 4] as const],
    })),
    ...[...prompt.matchAll(/hot/g)].map(({ index }) => ({
      category: 'nudity',
      decision: 'reject' as const,
      spans: [[index, index + 3] as const],
    })),
  ],
  rewordings: () => [],
  whole: async () => [],
};
const linting = {
  lint,
  policy: policyOf({ prompt: { thresholds: {}, namesWords: true, checks: ['rules'] } }),
};

describe('the prompt', () => {
  it('is written into the form as it is typed', async () => {
    const { prompt, user, screen } = field();
    expect(prompt).toHaveAttribute('placeholder', 'What should the picture show?');
    await user.type(prompt, 'a dog');
    expect(screen.settings.value.prompt).toBe('a dog');
    expect(prompt).toHaveValue('a dog');
  });

  it('has a Japanese label', () => {
    expect(field({ language: 'ja' }).prompt).toHaveAttribute('placeholder', 'どんな画像を生成しますか？');
  });

  it.each([['{Control>}{Enter}'], ['{Meta>}{Enter}']])(
    'is sent by %s, and no line is added',
    async (keys) => {
      const { prompt, user, sent } = field();
      await user.type(prompt, `a dog${keys}`);
      expect(sent).toEqual(['sent']);
      expect(prompt).toHaveValue('a dog');
    },
  );

  it('is not sent by Enter alone, nor by another key with Control', async () => {
    const { prompt, user, sent } = field();
    await user.type(prompt, '{Enter}{Control>}b');
    expect(sent).toEqual([]);
  });

  it('is not sent by the Enter that ends a composition of an input method', () => {
    const { prompt, sent } = field();
    fireEvent.keyDown(prompt, { key: 'Enter', ctrlKey: true, isComposing: true });
    expect(sent).toEqual([]);
    fireEvent.keyDown(prompt, { key: 'Enter', ctrlKey: true });
    expect(sent).toEqual(['sent']);
  });

  it('pauses the lint during a composition of an input method, whichever event ends it', () => {
    const { prompt, screen } = field();
    fireEvent.input(prompt, { target: { value: 'い' }, isComposing: true });
    expect(screen.linting.composing.value).toBe(true);
    fireEvent.compositionEnd(prompt);
    expect(screen.linting.composing.value).toBe(false);
    fireEvent.input(prompt, { target: { value: 'いぬ' }, isComposing: true });
    fireEvent.input(prompt, { target: { value: '犬' } });
    expect(screen.linting.composing.value).toBe(false);
  });
});

describe('words of a judged prompt', () => {
  const judged = (phase: 'done' | 'refused') =>
    runOf({
      phase,
      warnings: [
        warningOf('prompt_suggestive', { category: 'suggestive', span: [2, 5] }),
        warningOf('image_suggestive', { category: 'suggestive', span: [9, 13], image: 0 }),
      ],
    });
  const opened = { runs: [judged('done')], settings: { prompt: INPUT.prompt } };

  it('are marked as long as the text is the judged one', async () => {
    const { prompt, marked, user } = field(opened);
    expect(marked()).toEqual(['dog']);
    await user.type(prompt, '!');
    expect(marked()).toEqual([]);
    await user.type(prompt, '{Backspace}');
    expect(marked()).toEqual(['dog']);
  });

  it('are marked behind the field, hidden from screen readers', () => {
    const { page } = field(opened);
    const mirror = page.container.querySelector('.prompt__mirror');
    expect(mirror).toHaveAttribute('aria-hidden', 'true');
    // The last line needs a height even when it is empty.
    expect(mirror?.textContent).toBe(`${INPUT.prompt}\u200b`);
  });

  it('make the field invalid when the prompt was refused, and the reasons describe the field', () => {
    const { prompt } = field({ ...opened, runs: [judged('refused')] });
    expect(prompt).toBeInvalid();
    expect(prompt).toHaveAttribute('aria-describedby', 'refusal-reasons');
  });

  it('leave the field valid when the prompt was only warned about', () => {
    expect(field(opened).prompt).toBeValid();
  });

  it('are replaced by the lint’s words when the answer named no words', async () => {
    const { marked } = field({
      ...linting,
      runs: [doneRun([slotOf('clear')], { input: { ...INPUT, prompt: 'a warm dog' } })],
      settings: { prompt: 'a warm dog' },
    });
    await waitFor(() => expect(marked()).toEqual(['warm']));
  });
});

describe('words of a prompt that was not sent', () => {
  it('are underlined by their consequence, and described below', async () => {
    const { page, prompt, marked, user } = field(linting);
    await user.type(prompt, 'a warm, hot day');
    await waitFor(() => expect(marked()).toEqual(['warm', 'hot']));
    const [warm, hot] = page.container.querySelectorAll('mark');
    expect(warm).toHaveClass('lint', { exact: true });
    expect(hot).toHaveClass('lint--reject');
    expect(prompt).toHaveAccessibleDescription(/“warm” leads to a warning\./);
    expect(prompt).toHaveAccessibleDescription(/“hot” leads to a refusal\./);
  });

  it('are not described again when the answer describes the same text', async () => {
    const drawn = field({ ...linting, settings: { prompt: INPUT.prompt.replace('dog', 'hot') } });
    await waitFor(() => expect(drawn.marked()).toEqual(['hot']));
    drawn.change(() =>
      drawn.show(runOf({ input: { ...INPUT, prompt: drawn.screen.settings.value.prompt } })),
    );
    expect(drawn.prompt).not.toHaveAccessibleDescription();
  });
});

describe('a missing prompt', () => {
  it('is reported only after the first attempt, and no longer after typing', async () => {
    const { page, prompt, user, change, screen } = field();
    expect(page.queryByRole('alert')).toBeNull();
    expect(prompt).toBeValid();
    change(() => screen.generate());
    expect(page.getByRole('alert')).toHaveTextContent('Write what the picture should show.');
    expect(prompt).toBeInvalid();
    expect(prompt).toHaveAccessibleDescription('Write what the picture should show.');
    await user.type(prompt, 'a');
    expect(page.queryByRole('alert')).toBeNull();
    expect(prompt).toBeValid();
  });
});

describe('a prompt near the limit', () => {
  const limits = { ...DEFAULT_LIMITS, prompt: { most: 20, unit: 'bytes' } } as const;

  it('is kept whole above the limit, and the excess is shown', async () => {
    const { page, prompt, user, screen } = field({ policy: policyOf({ limits }) });
    await user.type(prompt, 'x'.repeat(18));
    expect(prompt).toHaveAccessibleDescription(/^About 2 characters left\.\s*$/);
    expect(prompt).toBeValid();
    await user.type(prompt, 'xxx');
    expect(page.getAllByRole('status')[0]).toHaveTextContent(/^1 character too many\. Shorten the text/);
    expect(prompt).toBeInvalid();
    expect(prompt).toHaveValue('x'.repeat(21));
    expect(screen.generate()).toBe(false);
    await user.type(prompt, '{Backspace}');
    expect(prompt).toBeValid();
  });

  it('shows no count well below the limit', async () => {
    const { prompt, user } = field({ policy: policyOf({ limits }) });
    await user.type(prompt, 'a dog');
    expect(prompt).not.toHaveAccessibleDescription();
  });
});

describe('a prompt that was replaced other than by typing', () => {
  it('is restored with the form by Undo, which moves the focus to the field', async () => {
    const { page, prompt, user, screen, change } = field({ settings: { prompt: 'half a thought', n: 3 } });
    change(() => screen.fill({ prompt: 'a cat', n: 1 }));
    expect(prompt).toHaveValue('a cat');
    await user.click(page.getByRole('button', { name: 'Undo' }));
    expect(prompt).toHaveValue('half a thought');
    expect(screen.settings.value.n).toBe(3);
    expect(prompt).toHaveFocus();
    expect(page.queryByRole('button', { name: 'Undo' })).toBeNull();
  });

  it.each([
    ['historyUndo', 3],
    ['insertText', 1],
  ])('is restored with the form only by the browser’s undo: %s', (inputType, n) => {
    const { prompt, screen, change } = field({ settings: { prompt: 'half a thought', n: 3 } });
    change(() => screen.fill({ prompt: 'a cat', n: 1 }));
    fireEvent.input(prompt, { target: { value: 'half a thought' }, inputType });
    expect(screen.settings.value.n).toBe(n);
  });

  it('is offered by a status message and a button that does not send the form', () => {
    const { page, screen, change } = field({ settings: { prompt: 'half a thought' } });
    change(() => screen.fill({ prompt: 'a cat' }));
    const undo = page.getByRole('button', { name: 'Undo' });
    expect(undo).toHaveAttribute('type', 'button');
    expect(page.getAllByRole('status')).toContain(undo.closest('[role=status]'));
  });

  it('is written by an edit command, which keeps the undo history, and not by the field’s value', () => {
    const { screen, change } = field({ settings: { prompt: 'half a thought' } });
    const assigned: string[] = [];
    const commands: unknown[][] = [];
    const write = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set;
    const spied = vi.spyOn(HTMLTextAreaElement.prototype, 'value', 'set').mockImplementation((text) => {
      assigned.push(text);
    });
    Object.assign(document, {
      execCommand: (...command: unknown[]) => {
        commands.push(command);
        write?.call(document.activeElement, command[2]);
      },
    });
    change(() => screen.fill({ prompt: 'a cat' }));
    change(() => screen.change({ n: 2 }));
    spied.mockRestore();
    Reflect.deleteProperty(document, 'execCommand');
    expect(commands).toEqual([['insertText', false, 'a cat']]);
    expect(assigned).toEqual([]);
  });
});

it('takes its direction from what is typed, and so does what is drawn behind it', () => {
  const { page } = draw(<Composer compact={false} />, { settings: { prompt: 'كلب' } });
  expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveAttribute('dir', 'auto');
  expect(page.getByRole('textbox', { name: 'Negative prompt' })).toHaveAttribute('dir', 'auto');
  expect(page.container.querySelector('.prompt__mirror')).toHaveAttribute('dir', 'auto');
});
