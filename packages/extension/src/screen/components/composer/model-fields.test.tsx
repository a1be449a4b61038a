import { expect, it } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { ModelFields } from './model-fields.tsx';

const choices = { models: ['dreamshaper_8', 'sd_xl'], samplers: ['Euler a', 'DDIM'] };

it('is empty for a generator without lists', () => {
  expect(draw(<ModelFields />).page.container).toBeEmptyDOMElement();
});

it('offers the names of the server, and its default', async () => {
  const { page, user, screen } = draw(<ModelFields />, { choices });
  const model = page.getByRole('combobox', { name: 'Model' });
  const sampler = page.getByRole('combobox', { name: 'Sampler' });
  expect(model).toHaveValue('');
  expect([...model.querySelectorAll('option')].map(({ textContent }) => textContent)).toEqual([
    'Default of the server',
    'dreamshaper_8',
    'sd_xl',
  ]);
  await user.selectOptions(model, 'sd_xl');
  await user.selectOptions(sampler, 'DDIM');
  expect(screen.settings.value).toMatchObject({ model: 'sd_xl', sampler: 'DDIM' });
  await user.selectOptions(model, 'Default of the server');
  expect(screen.settings.value.model).toBe('');
});

it('offers only the lists that there are', () => {
  const { page } = draw(<ModelFields />, { choices: { ...choices, models: [] } });
  expect(page.queryByRole('combobox', { name: 'Model' })).toBeNull();
  expect(page.getByRole('combobox', { name: 'Sampler' })).toBeInTheDocument();
});

it('says that a model of an earlier run is not there any more', () => {
  const { page } = draw(<ModelFields />, { choices, settings: { model: 'gone' }, language: 'en' });
  expect(page.getByRole('combobox', { name: 'Model' })).toHaveValue('gone');
  expect(page.getByRole('combobox', { name: 'Model' })).toHaveAccessibleDescription(
    /^The current image server does not have this one\./,
  );
  expect(page.getByRole('combobox', { name: 'Sampler' })).not.toHaveAttribute('aria-describedby');
});

it('is shown in Japanese', () => {
  const { page } = draw(<ModelFields />, { choices, language: 'ja' });
  expect(page.getByRole('combobox', { name: 'モデル' })).toHaveDisplayValue('サーバーの既定値');
});
