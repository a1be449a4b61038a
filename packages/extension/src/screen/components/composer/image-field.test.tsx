import { waitFor } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { watchObjectUrls } from '../../../testing/object-urls.ts';
import { policyOf } from '../../../testing/runs.ts';
import { DEFAULT_LIMITS } from '../../client/defaults.ts';
import type { Settings } from '../../state/settings.ts';
import { ImageField } from './image-field.tsx';

watchObjectUrls();

const policy = policyOf({ limits: { ...DEFAULT_LIMITS, inputImage: true } });
const file = new File(['x'], 'a.png', { type: 'image/png' });

function field(
  read: (file: Blob) => Promise<string> = async () => btoa('pixels'),
  settings: Partial<Settings> = {},
) {
  const drawn = draw(<ImageField read={read} />, { policy, settings });
  return { ...drawn, input: drawn.page.getByLabelText('Start from a picture') };
}

it('is not offered by a generator that cannot start from a picture', () => {
  expect(draw(<ImageField />, { policy: policyOf() }).page.container).toBeEmptyDOMElement();
});

it('takes a picture, shows it, and says that it is checked', async () => {
  const { page, user, screen, input } = field();
  expect(input).toHaveAccessibleDescription(/^It is checked before the model gets it/);
  await user.upload(input, file);
  await waitFor(() => expect(screen.settings.value.image).toEqual({ b64: btoa('pixels'), strength: 0.6 }));
  expect(page.getByRole('img', { name: 'The picture to start from' })).toBeInTheDocument();
});

it('keeps the strength when another picture is chosen, and can be removed', async () => {
  const { page, user, screen, input } = field(undefined, { image: { b64: btoa('before'), strength: 0.25 } });
  expect(page.getByLabelText('How much changes')).toHaveValue('0.25');
  await user.upload(input, file);
  await waitFor(() => expect(screen.settings.value.image).toEqual({ b64: btoa('pixels'), strength: 0.25 }));
  const remove = page.getByRole('button', { name: 'Remove the picture' });
  expect(remove).toHaveAttribute('type', 'button');
  await user.click(remove);
  expect(screen.settings.value.image).toBeUndefined();
  expect(page.queryByRole('img')).toBeNull();
});

it('says that the model decides how much changes, where it takes no strength', () => {
  const limits = { ...DEFAULT_LIMITS, inputImage: true, inputStrength: false };
  const settings = { image: { b64: btoa('before'), strength: 0.25 } };
  const { page } = draw(<ImageField />, { policy: policyOf({ limits }), settings });
  expect(page.queryByRole('slider')).toBeNull();
  expect(page.getByText(/^This model decides by itself how much changes\./)).toBeInTheDocument();
});

it('says that a file cannot be read, and keeps what was there', async () => {
  const before = { b64: btoa('before'), strength: 0.5 };
  const { page, user, screen, input } = field(() => Promise.reject(new Error('no picture')), {
    image: before,
  });
  await user.upload(input, file);
  await waitFor(() =>
    expect(page.getByText('This file cannot be read as a picture.')).toHaveAttribute('role', 'status'),
  );
  expect(screen.settings.value.image).toEqual(before);
});
