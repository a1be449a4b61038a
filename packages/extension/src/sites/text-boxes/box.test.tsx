import { beforeEach, describe, expect, it } from 'vitest';
import { writtenIn } from './box.ts';
import { readEditable } from './editable-box.ts';

beforeEach(() => {
  document.body.replaceChildren();
});

/** Adds markup to the page and returns the element with the id `it`. */
function page(markup: string): HTMLElement {
  document.body.innerHTML = markup;
  const found = document.getElementById('it');
  if (!found) throw new Error('No such element.');
  return found;
}

describe('a box of several lines', () => {
  it('is a textarea that can be changed', () => {
    const area = page('<textarea id="it"></textarea>');
    expect(writtenIn(area)).toBe(area);
    expect(writtenIn(page('<textarea id="it" readonly></textarea>'))).toBeUndefined();
    expect(writtenIn(page('<textarea id="it" disabled></textarea>'))).toBeUndefined();
  });

  it.each(['<input id="it">', '<input id="it" type="password">', '<p id="it">text</p>'])(
    'is not %s',
    (markup) => {
      expect(writtenIn(page(markup))).toBeUndefined();
    },
  );

  it('does not exist without a target', () => {
    expect(writtenIn(undefined)).toBeUndefined();
  });
});

describe('the text of an editor', () => {
  it('has a line for each block and each line break', () => {
    const editor = page(
      '<div id="it"><p>One <b style="display: inline">line</b>.</p><p>Two<br>lines</p><div>End</div></div>',
    );
    const { text, pieces } = readEditable(editor);
    expect(text).toBe('One line.\nTwo\nlines\nEnd\n');
    expect(pieces.map(({ node, start }) => [node.data, start])).toEqual([
      ['One ', 0],
      ['line', 4],
      ['.', 8],
      ['Two', 10],
      ['lines', 14],
      ['End', 20],
    ]);
  });

  it('does not read what cannot be seen or edited', () => {
    const editor = page(
      '<div id="it">a<span style="display: none">b</span><i contenteditable="false">c</i>d</div>',
    );
    expect(readEditable(editor).text).toBe('a\ufffcd');
  });
});
