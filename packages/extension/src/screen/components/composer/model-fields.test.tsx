import { expect, it } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { NO_GENERATORS } from '../../client/defaults.ts';
import { ModelFields } from './model-fields.tsx';

const choices = {
  models: ['dreamshaper_8', 'sd_xl'],
  samplers: ['Euler a', 'DDIM'],
  schedulers: ['karras'],
  loras: ['clay'],
};

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
  await user.selectOptions(page.getByRole('combobox', { name: 'Scheduler' }), 'karras');
  expect(screen.settings.value).toMatchObject({ model: 'sd_xl', sampler: 'DDIM', scheduler: 'karras' });
  await user.selectOptions(model, 'Default of the server');
  expect(screen.settings.value.model).toBe('');
});

it('offers only the lists that there are', () => {
  const { page } = draw(<ModelFields />, {
    choices: { ...NO_GENERATORS.choices, samplers: choices.samplers },
  });
  expect(page.getAllByRole('combobox')).toEqual([page.getByRole('combobox', { name: 'Sampler' })]);
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
  expect(page.getByRole('group', { name: /^LoRA/ })).toBeInTheDocument();
});
