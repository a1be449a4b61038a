import { PHRASES } from '@shoji/core/phrases';
import { expect, it } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { policyOf } from '../../../testing/runs.ts';
import { PolicyNote } from './policy-note.tsx';

it('is empty before the policy is known', () => {
  expect(draw(<PolicyNote />).page.container).toBeEmptyDOMElement();
});

it('names the policy, and mentions neither a model nor checks that cover everything', () => {
  const { page } = draw(<PolicyNote />, { policy: policyOf({ name: 'strict' }) });
  expect(page.container).toHaveTextContent(/^Policy: strict$/);
});

it('says that sample pictures are samples', () => {
  const { page } = draw(<PolicyNote />, {
    policy: policyOf({ generator: { name: 'sample', kind: 'sample' } }),
  });
  expect(page.getByText('Sample pictures')).toBeInTheDocument();
  expect(page.getByText(/No image model is connected/)).toBeInTheDocument();
});

it('does not mention a generator without a name', () => {
  const { page } = draw(<PolicyNote />, { policy: policyOf({ generator: undefined }) });
  expect(page.queryByText('Sample pictures')).toBeNull();
});

it('lists the categories that no check covers, for prompts and for pictures', () => {
  const { page } = draw(<PolicyNote />, {
    policy: policyOf({ uncovered: { prompt: ['self-harm'], image: ['hate', 'of-tomorrow'] } }),
  });
  expect(page.getByText('Not covered by any check').closest('details')).not.toHaveAttribute('open');
  expect(page.getByText(`In prompts: ${PHRASES.en.names['self-harm']}.`)).toBeInTheDocument();
  expect(page.getByText(`In pictures: ${PHRASES.en.names.hate}, of-tomorrow.`)).toBeInTheDocument();
});

it('says that the server does not publish what its checks cover', () => {
  const { page } = draw(<PolicyNote />, { policy: policyOf({ uncovered: undefined }) });
  expect(page.getByText('The proxy does not say what its checks cannot see.')).toBeInTheDocument();
});

it.each([
  [{ prompt: ['hate'], image: [] }, `プロンプト：${PHRASES.ja.names.hate}`],
  [{ prompt: [], image: ['hate'] }, `画像：${PHRASES.ja.names.hate}`],
])('lists only prompts or only pictures, in Japanese too', (uncovered, line) => {
  const { page } = draw(<PolicyNote />, { language: 'ja', policy: policyOf({ uncovered }) });
  const folded = page.getByText('どの検査も対象にしていないもの').closest('details');
  expect([...(folded?.querySelectorAll('p') ?? [])].map(({ textContent }) => textContent)).toEqual([line]);
});
