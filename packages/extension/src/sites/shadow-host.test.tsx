import { expect, it } from 'vitest';
import { createHost, element, forShadow } from './shadow-host.ts';

it('styles of the document are those of the host, in pixels', () => {
  const css = ':root { --a: 0.5rem 2rem } :root[data-theme="dark"] { color: red }';
  expect(forShadow(css)).toBe(':host { --a: 8px 32px } :host([data-theme="dark"]) { color: red }');
});

it('the chosen colour scheme wins over the styles of the host itself, also in the built file', () => {
  expect(forShadow(':root { color-scheme: light dark; } :root[data-theme=dark]{color-scheme:dark}')).toBe(
    ':host { color-scheme: light dark !important; } :host([data-theme=dark]){color-scheme:dark !important}',
  );
});

it('a host has a closed shadow root', () => {
  const { host, root } = createHost('');
  expect(host.shadowRoot).toBeNull();
  expect(root.host).toBe(host);
});

it('an element has its properties and children', () => {
  const made = element('p', { className: 'a' }, 'text', element('b', {}, 'bold'));
  expect(made.outerHTML).toBe('<p class="a">text<b>bold</b></p>');
});
