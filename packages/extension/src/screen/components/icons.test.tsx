import { render } from '@testing-library/preact';
import { expect, it } from 'vitest';
import * as icons from './icons.tsx';

it.each(Object.entries(icons))('%s is drawn in the colour of its text and is not announced', (_, Icon) => {
  const drawing = render(<Icon />).container.firstElementChild;
  expect(drawing?.tagName.toLowerCase()).toBe('svg');
  expect(drawing).toHaveAttribute('aria-hidden', 'true');
  expect(drawing).not.toBeEmptyDOMElement();
});

it('are all drawn differently', () => {
  const drawings = Object.values(icons).map((Icon) => render(<Icon />).container.innerHTML);
  expect(new Set(drawings).size).toBe(drawings.length);
});
