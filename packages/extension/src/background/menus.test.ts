import { beforeEach, describe, expect, it } from 'vitest';
import { fakeBrowser } from '../testing/fake-browser.ts';

const { choiceOf, createMenus } = await import('./menus.ts');

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
});

it('replaces its entries: for selected text, for pictures and for the site', async () => {
  await createMenus();
  expect(browser.calls('contextMenus.removeAll')).toHaveLength(1);
  expect(browser.given('contextMenus.create')).toEqual([
    { id: 'use-selection', title: 'message use_selection', contexts: ['selection'] },
    { id: 'check-image', title: 'message check_image', contexts: ['image'] },
    { id: 'this-site', title: 'message this_site', contexts: ['page', 'editable'] },
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
    [
      { menuItemId: 'this-site', pageUrl: 'http://a:81/b' },
      { type: 'this-site', pattern: 'http://a/*' },
    ],
    [{ menuItemId: 'this-site', pageUrl: 'about:blank' }, undefined],
    [{ menuItemId: 'of-tomorrow', pageUrl: 'http://a/' }, undefined],
    [{ menuItemId: 'use-selection', srcUrl: 'http://a/b.png' }, undefined],
    [{ menuItemId: 'use-selection', selectionText: '' }, undefined],
    [{ menuItemId: 'check-image', selectionText: 'a dog' }, undefined],
    [{ menuItemId: 'of-tomorrow', selectionText: 'a dog', srcUrl: 'http://a/b.png' }, undefined],
  ])('on %j chooses %j', (info, choice) => {
    expect(choiceOf({ ...click, ...info })).toEqual(choice);
  });
});
