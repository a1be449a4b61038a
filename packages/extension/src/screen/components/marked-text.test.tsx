import { render } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { runOf, warningOf } from '../../testing/runs.ts';
import { LintedText, MarkedText, spansOf } from './marked-text.tsx';

const marks = (container: Element) => [...container.querySelectorAll('mark')];

it('marks the matched words and leaves the text as it is', () => {
  const spans = [
    [2, 5],
    [11, 15],
  ] as const;
  const { container } = render(<MarkedText text="a dog in a suit" spans={spans} />);
  expect(container.textContent).toBe('a dog in a suit');
  expect(marks(container).map(({ textContent }) => textContent)).toEqual(['dog', 'suit']);
});

it('marks nothing when there are no matches', () => {
  const { container } = render(<MarkedText text="a <b>dog</b>" spans={[]} />);
  expect(container.innerHTML).toBe('a &lt;b&gt;dog&lt;/b&gt;');
});

it('underlines a word more strongly where it would be refused', () => {
  const { container } = render(
    <LintedText
      text="a dog in a suit"
      marks={[
        { decision: 'warn', span: [2, 5] },
        { decision: 'reject', span: [11, 15] },
      ]}
    />,
  );
  expect(container.textContent).toBe('a dog in a suit');
  expect(marks(container).map(({ textContent, className }) => [textContent, className])).toEqual([
    ['dog', 'lint'],
    ['suit', 'lint lint--reject'],
  ]);
});

it('underlines touching words as one, in the style of the gravest, and leaves other words alone', () => {
  const { container } = render(
    <LintedText
      text="one two three"
      marks={[
        { decision: 'warn', span: [0, 3] },
        { decision: 'warn', span: [4, 6] },
        { decision: 'reject', span: [6, 7] },
        { decision: 'warn', span: [8, 13] },
      ]}
    />,
  );
  expect(marks(container).map(({ textContent, className }) => [textContent, className])).toEqual([
    ['one', 'lint'],
    ['two', 'lint lint--reject'],
    ['three', 'lint'],
  ]);
});

it('takes from a run’s warnings only the spans in its prompt', () => {
  const run = runOf({
    warnings: [
      warningOf('prompt_violence', { span: [2, 5] }),
      warningOf('image_violence', { span: [0, 1], image: 0 }),
      warningOf('sample_generator'),
    ],
  });
  expect(spansOf(run)).toEqual([[2, 5]]);
});
