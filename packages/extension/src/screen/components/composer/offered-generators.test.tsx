import { waitFor } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { policyOf, runOf } from '../../../testing/runs.ts';
import { OfferedGenerators } from './offered-generators.tsx';

const offers = [
  { id: 'comfyui-8188', name: 'ComfyUI at 127.0.0.1:8188', used: false },
  { id: 'automatic1111-7860', name: 'Stable Diffusion web UI at 127.0.0.1:7860', used: false },
];
const opened = { offers, policy: policyOf() };
const BACK = 'Back to the generator of the proxy';

it('is empty where the proxy has found no image server', () => {
  expect(draw(<OfferedGenerators />).page.container).toBeEmptyDOMElement();
});

it('offers each server by its name, and uses one by one press', async () => {
  const { page, user, chosen } = draw(<OfferedGenerators />, opened);
  expect(page.getByRole('region', { name: 'Image servers on this computer' })).toBeInTheDocument();
  expect(page.queryByRole('button', { name: BACK })).toBeNull();
  const first = page.getByRole('button', { name: 'Generate with ComfyUI at 127.0.0.1:8188' });
  expect(first).toHaveAttribute('type', 'button');
  await user.click(first);
  await waitFor(() =>
    expect(page.getByText('Generating with ComfyUI at 127.0.0.1:8188')).toBeInTheDocument(),
  );
  expect(chosen).toEqual(['comfyui-8188']);
  expect(page.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
    'Generate with Stable Diffusion web UI at 127.0.0.1:7860',
    BACK,
  ]);
  await user.click(page.getByRole('button', { name: BACK }));
  await waitFor(() => expect(page.queryByText(/^Generating with/)).toBeNull());
  expect(chosen).toEqual(['comfyui-8188', null]);
});

it('does not change the generator while a picture is made', async () => {
  const { page, user, chosen } = draw(<OfferedGenerators />, { ...opened, runs: [runOf()] });
  const [first] = page.getAllByRole('button');
  expect(first).toHaveAttribute('aria-disabled', 'true');
  if (first) await user.click(first);
  expect(chosen).toEqual([]);
});

it('speaks Japanese', () => {
  const { page } = draw(<OfferedGenerators />, { ...opened, language: 'ja' });
  expect(page.getByRole('button', { name: 'ComfyUI at 127.0.0.1:8188 で生成する' })).toBeInTheDocument();
});
