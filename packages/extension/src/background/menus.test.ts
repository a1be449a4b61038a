import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from '../testing/fake-browser.ts';

const { choiceOf, createMenus } = await import('./menus.ts');

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
});

it('replaces its entries: one for selected text and one for pictures', async () => {
  await createMenus();
  expect(browser.calls('contextMenus.removeAll')).toHaveLength(1);
  expect(browser.given('contextMenus.create')).toEqual([
    { id: 'use-selection', title: 'message use_selection', contexts: ['selection'] },
    { id: 'check-image', title: 'message check_image', contexts: ['image'] },
  ]);
});

describe('a click', () => {
  const click = { editable: false, modifiers: [] };
  it.each([
    [
      { menuItemId: 'use-selection', selectionText: ' a dog ' },
      { type: 'use-selection', text: 'a dog' },
    ],
    [
      { menuItemId: 'check-image', srcUrl: 'http://a/b.png' },
      { type: 'check-image', url: 'http://a/b.png' },
    ],
    [{ menuItemId: 'use-selection', srcUrl: 'http://a/b.png' }, undefined],
    [{ menuItemId: 'use-selection', selectionText: '' }, undefined],
    [{ menuItemId: 'check-image', selectionText: 'a dog' }, undefined],
    [{ menuItemId: 'of-tomorrow', selectionText: 'a dog', srcUrl: 'http://a/b.png' }, undefined],
  ])('on %j chooses %j', (info, choice) => {
    expect(choiceOf({ ...click, ...info })).toEqual(choice);
  });
});
