import { fireEvent, within } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../screen/client/defaults.ts';
import { parsePreferences } from '../storage/preferences.ts';
import { draw } from '../testing/draw.tsx';
import { preferencesOf } from '../testing/own-preferences.ts';
import { policyOf } from '../testing/runs.ts';
import { DefaultsSection } from './defaults-section.tsx';

const { defaults } = parsePreferences({});

it('shows the form’s initial values', () => {
  const { own } = preferencesOf({
    defaults: {
      size: { name: 'portrait', width: 512, height: 768 },
      n: 3,
      steps: 12,
      guidanceScale: 4.5,
      negativePrompt: 'rain',
    },
  });
  const { page } = draw(<DefaultsSection own={own} />);
  expect(page.getByRole('region', { name: 'Form defaults' })).toBeInTheDocument();
  expect(page.getByRole('radio', { name: 'Portrait' })).toBeChecked();
  expect(page.getByRole('radio', { name: '3' })).toBeChecked();
  expect(page.getByLabelText('Steps')).toHaveValue('12');
  expect(page.getByLabelText('Guidance scale')).toHaveValue('4.5');
  expect(page.getByLabelText('Negative prompt')).toHaveValue('rain');
});

it('saves each change and keeps the other settings', async () => {
  const { own, saved } = preferencesOf();
  const { page, user } = draw(<DefaultsSection own={own} />);
  await user.click(page.getByRole('radio', { name: 'Landscape' }));
  const landscape = { name: 'landscape', width: 768, height: 512 };
  expect(saved.at(-1)).toEqual({ defaults: { ...defaults, size: landscape } });
  await user.click(page.getByRole('radio', { name: '4' }));
  expect(saved.at(-1)).toEqual({ defaults: { ...defaults, size: landscape, n: 4 } });
  fireEvent.input(page.getByLabelText('Steps'), { target: { value: '9' } });
  fireEvent.input(page.getByLabelText('Guidance scale'), { target: { value: '2.5' } });
  expect(saved.at(-1)).toMatchObject({ defaults: { steps: 9, guidanceScale: 2.5, n: 4 } });
});

it('saves the trimmed negative prompt when editing ends', async () => {
  const { own, saved } = preferencesOf();
  const { page, user } = draw(<DefaultsSection own={own} />);
  await user.type(page.getByLabelText('Negative prompt'), ' rain, fog ');
  expect(saved).toEqual([]);
  await user.tab();
  expect(saved).toEqual([{ defaults: { ...defaults, negativePrompt: 'rain, fog' } }]);
});

it('offers only values that the operator’s generator supports', () => {
  const { own } = preferencesOf();
  const limits = { ...DEFAULT_LIMITS, maxImages: 2, side: { min: 512, max: 512, multipleOf: 8 } };
  const { page } = draw(<DefaultsSection own={own} />, { policy: policyOf({ limits }) });
  expect(within(page.getByRole('group', { name: 'Size' })).getAllByRole('radio')).toHaveLength(1);
  expect(within(page.getByRole('group', { name: 'Pictures' })).getAllByRole('radio')).toHaveLength(2);
});

it('is shown in Japanese', () => {
  const { page } = draw(<DefaultsSection own={preferencesOf().own} />, { language: 'ja' });
  expect(page.getByRole('region', { name: '入力欄の初期値' })).toBeInTheDocument();
  expect(page.getByRole('radio', { name: '正方形' })).toBeChecked();
});
