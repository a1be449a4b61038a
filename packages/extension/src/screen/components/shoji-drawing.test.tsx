import { render } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { ShojiDrawing } from './shoji-drawing.tsx';

it('is decorative: not announced, coloured only by the theme', () => {
  const { container } = render(<ShojiDrawing />);
  expect(container.firstElementChild).toHaveAttribute('aria-hidden', 'true');
  expect(container.innerHTML).not.toMatch(/#[0-9a-f]{3,8}\b(?!\))|rgb|hsl/i);
});

it('refers only to its own parts', () => {
  const { container } = render(<ShojiDrawing />);
  const wanted = [...container.innerHTML.matchAll(/url\(#([\w-]+)\)/g)].map(([, id]) => id);
  expect(wanted).toHaveLength(3);
  for (const id of wanted) expect(container.querySelector(`[id="${id}"]`)).not.toBeNull();
});
