import { afterEach, describe, expect, it, vi } from 'vitest';
import { replaceText } from './replace-text.ts';

const made: HTMLElement[] = [];
afterEach(() => {
  vi.unstubAllGlobals();
  for (const element of made.splice(0)) element.remove();
  Reflect.deleteProperty(document, 'execCommand');
});

function put<Name extends 'textarea' | 'button'>(name: Name) {
  const element = document.createElement(name);
  made.push(element);
  document.body.append(element);
  return element;
}

function field(value: string) {
  const element = put('textarea');
  element.value = value;
  return element;
}

/** The browser's own command, with what it was asked and what was selected then. */
function withCommand(area: HTMLTextAreaElement) {
  const asked: unknown[] = [];
  Object.defineProperty(document, 'execCommand', {
    configurable: true,
    value: (command: string, _ui: boolean, text: string) => {
      asked.push([command, text, area.value.slice(area.selectionStart, area.selectionEnd)]);
      area.value = text;
      return true;
    },
  });
  return asked;
}

describe('the text of a field', () => {
  it.each([
    ['insertText', 'a cat'],
    ['delete', ''],
  ])('is replaced as a whole by "%s", which the browser can undo', (command, text) => {
    const area = field('a dog');
    const asked = withCommand(area);
    replaceText(area, text);
    expect(asked).toEqual([[command, text, 'a dog']]);
    expect(area.value).toBe(text);
  });

  it('is set where the browser has no such command', () => {
    const area = field('a dog');
    replaceText(area, 'a cat');
    expect(area.value).toBe('a cat');
  });
});

describe('the focus', () => {
  it('returns to where it was', () => {
    const [area, button] = [field('a dog'), put('button')];
    button.focus();
    replaceText(area, 'a cat');
    expect(document.activeElement).toBe(button);
  });

  it('stays in the field that had it', () => {
    const area = field('a dog');
    area.focus();
    replaceText(area, 'a cat');
    expect(document.activeElement).toBe(area);
  });
});
