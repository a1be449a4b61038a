import { fireEvent } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { expect, it } from 'vitest';
import { draw } from '../../testing/draw.tsx';
import { Segmented, Slider } from './controls.tsx';

function Sizes({ chosen, hidden = false }: { chosen: string[]; hidden?: boolean }) {
  const [value, setValue] = useState('square');
  return (
    <Segmented
      legend="Size"
      legendHidden={hidden}
      choices={[
        { value: 'square', label: 'Square, 512 px', face: <i>□</i> },
        { value: 'wide', label: 'Wide', lang: 'ja' },
      ]}
      value={value}
      onChange={(next) => {
        chosen.push(next);
        setValue(next);
      }}
    />
  );
}

it('is a named group of radio buttons that reacts to clicks and arrow keys', async () => {
  const chosen: string[] = [];
  const { page, user } = draw(<Sizes chosen={chosen} />);
  expect(page.getByRole('group', { name: 'Size' })).toBeInTheDocument();
  const square = page.getByRole('radio', { name: /Square, 512 px/ });
  const wide = page.getByRole('radio', { name: 'Wide' });
  expect(square).toBeChecked();
  await user.click(wide);
  expect(chosen).toEqual(['wide']);
  expect(wide).toBeChecked();
  expect(square).not.toBeChecked();
  await user.keyboard('{ArrowUp}');
  expect(chosen).toEqual(['wide', 'square']);
});

it('announces the label of a choice with an icon, and shows the label of one without', () => {
  const { page } = draw(<Sizes chosen={[]} />);
  expect(page.getByText('□').closest('label')).toHaveAttribute('title', 'Square, 512 px');
  expect(page.getByText('Square, 512 px')).toHaveClass('unseen');
  const wide = page.getByText('Wide');
  expect(wide.closest('label')).not.toHaveAttribute('title');
  expect(wide.closest('label')).toHaveAttribute('lang', 'ja');
  expect(wide).not.toHaveClass('unseen');
  expect(wide.children).toHaveLength(0);
});

it.each([
  [false, 'label'],
  [true, 'unseen'],
])('announces the legend, hidden (%s) or visible', (hidden, look) => {
  const { page } = draw(<Sizes chosen={[]} hidden={hidden} />);
  expect(page.getByText('Size')).toHaveClass(look);
});

it('separates the radio buttons of two groups', () => {
  const { page } = draw(
    <>
      <Sizes chosen={[]} />
      <Sizes chosen={[]} />
    </>,
  );
  const names = page.getAllByRole('radio').map((radio) => radio.getAttribute('name'));
  expect(new Set(names).size).toBe(2);
});

it('has a slider with a name, limits and a value in words, which reports its new number', () => {
  const moved: number[] = [];
  const { page } = draw(
    <Slider label="Steps" min={1} max={150} step={0.5} value={30} onChange={(value) => moved.push(value)} />,
  );
  const slider = page.getByRole('slider', { name: 'Steps' });
  expect(slider).toHaveAttribute('min', '1');
  expect(slider).toHaveAttribute('max', '150');
  expect(slider).toHaveAttribute('step', '0.5');
  expect(slider).toHaveValue('30');
  expect(slider).not.toHaveAccessibleDescription();
  const output = page.getByRole('status');
  expect(output).toHaveTextContent('30');
  expect(output).toHaveAttribute('for', slider.id);
  fireEvent.input(slider, { target: { value: '31.5' } });
  expect(moved).toEqual([31.5]);
});

it('announces the hint of a slider with the slider', () => {
  const { page } = draw(
    <Slider
      label="Guidance"
      min={0}
      max={20}
      step={1}
      value={1}
      hint="No effect."
      onChange={() => undefined}
    />,
  );
  expect(page.getByRole('slider', { name: 'Guidance' })).toHaveAccessibleDescription('No effect.');
});
