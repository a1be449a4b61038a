import { expect, it } from 'vitest';
import { draw } from '../testing/draw.tsx';
import { Check, Section } from './section.tsx';

it('is a region named by its subject', () => {
  const { page } = draw(
    <Section title="Proxy" hint="Where it is.">
      <p>fields</p>
    </Section>,
  );
  const region = page.getByRole('region', { name: 'Proxy' });
  expect(region).toContainElement(page.getByRole('heading', { level: 2, name: 'Proxy' }));
  expect(region).toContainElement(page.getByText('Where it is.'));
  expect(region).toContainElement(page.getByText('fields'));
});

it('has no empty hint', () => {
  const { page } = draw(<Section title="Proxy">fields</Section>);
  expect(page.container.querySelector('.hint')).toBeNull();
});

it('has checkboxes with a name and a description, which report their new value', async () => {
  const told: boolean[] = [];
  const { page, user } = draw(
    <Check
      label="Tell me"
      hint="The browser asks."
      checked={false}
      onChange={(checked) => told.push(checked)}
    />,
  );
  const box = page.getByRole('checkbox', { name: 'Tell me' });
  expect(box).not.toBeChecked();
  expect(box).toHaveAccessibleDescription('The browser asks.');
  await user.click(page.getByText('Tell me'));
  await user.click(box);
  expect(told).toEqual([true, false]);
});

it('has checkboxes that can be checked, and can have no description', () => {
  const { page } = draw(<Check label="Tell me" checked onChange={() => undefined} />);
  expect(page.getByRole('checkbox')).toBeChecked();
  expect(page.getByRole('checkbox')).not.toHaveAttribute('aria-describedby');
  expect(page.container.querySelector('.hint')).toBeNull();
});
