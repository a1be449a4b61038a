import { act, waitFor } from '@testing-library/preact';
import { beforeEach, expect, it } from 'vitest';
import { sites as storedSites } from '../storage/values.ts';
import { draw } from '../testing/draw.tsx';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { preferencesOf } from '../testing/own-preferences.ts';
import { SitesSection } from './sites-section.tsx';

let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
});

const PROXY = 'http://127.0.0.1/*';
const PICTURES = 'https://pictures.example/*';

async function drawn(granted: string[], language: 'en' | 'ja' = 'en') {
  for (const pattern of granted) browser.state.granted.add(pattern);
  const section = draw(<SitesSection own={preferencesOf({ origin: 'http://127.0.0.1:9000' }).own} />, {
    language,
  });
  await act(() => new Promise((resolve) => setImmediate(resolve)));
  const sites = () => section.page.queryAllByRole('listitem').map(({ textContent }) => textContent);
  return { ...section, sites };
}

it('lists the hosts that may be read, and marks the proxy’s host with the address that is called', async () => {
  const { page, sites } = await drawn([PICTURES, 'notifications', PROXY]);
  expect(sites()).toEqual([
    'http://127.0.0.1Host of your proxy; Shoji connects only to http://127.0.0.1:9000Remove',
    'https://pictures.exampleFor pictures that you have checked, or an earlier proxyRemove',
  ]);
  expect(page.getByRole('region')).toHaveTextContent('Access covers all ports of a host.');
  expect(page.queryByText('None.')).toBeNull();
});

it('says what is turned on at a host', async () => {
  browser.state.stored.local.sites = { [PICTURES]: { textBoxes: true, pictures: false } };
  const { page, sites } = await drawn([PICTURES]);
  await waitFor(() => expect(sites()).toEqual(['https://pictures.exampleUnderlines in text boxesRemove']));
  await storedSites.write({ [PROXY]: { textBoxes: true, pictures: false } });
  await waitFor(() =>
    expect(sites()).toEqual([
      'https://pictures.exampleFor pictures that you have checked, or an earlier proxyRemove',
    ]),
  );
  page.unmount();
  await waitFor(() => expect(browser.storageChanged.tell({}, 'local')).toEqual([]));
});

it('says both purposes of the proxy’s host', async () => {
  browser.state.stored.local.sites = { [PROXY]: { textBoxes: true, pictures: false } };
  const { sites } = await drawn([PROXY]);
  await waitFor(() =>
    expect(sites()).toEqual([
      'http://127.0.0.1Host of your proxy; Shoji connects only to http://127.0.0.1:9000Underlines in text boxesRemove',
    ]),
  );
});

it('says that no site is allowed when the list is empty', async () => {
  const { page, sites } = await drawn([]);
  expect(page.getByText('None.')).toBeInTheDocument();
  expect(sites()).toEqual([]);
});

it('revokes access to one host, and confirms it', async () => {
  const { page, user, sites } = await drawn([PROXY, PICTURES]);
  await user.click(page.getByRole('button', { name: 'Remove the access to https://pictures.example' }));
  await waitFor(() => expect(sites()).toHaveLength(1));
  expect([...browser.state.granted]).toEqual([PROXY]);
  const status = page.getByRole('status');
  expect(status).toHaveTextContent('Shoji may no longer read https://pictures.example.');
  expect(status).toHaveClass('hint', { exact: true });
  // The focused button was removed.
  expect(page.getByRole('list').parentElement).toHaveFocus();
});

it('says where to revoke an access that the extension cannot revoke itself', async () => {
  browser.state.required.add(PROXY);
  const { page, user, sites } = await drawn([PROXY]);
  const button = page.getByRole('button');
  await user.click(button);
  const status = page.getByRole('status');
  await waitFor(() => expect(status).toHaveTextContent('The browser keeps the access to http://127.0.0.1.'));
  expect(status).toHaveClass('complaint', { exact: true });
  expect(sites()).toHaveLength(1);
  expect(button).toHaveFocus();
});

it('follows changes of permissions made elsewhere while it is shown', async () => {
  const { page, sites } = await drawn([PROXY]);
  browser.state.granted.add(PICTURES);
  browser.permissionAdded.tell({ origins: [PICTURES] });
  await waitFor(() => expect(sites()).toHaveLength(2));
  browser.state.granted.delete(PROXY);
  browser.permissionRemoved.tell({ origins: [PROXY] });
  await waitFor(() => expect(sites()).toHaveLength(1));
  page.unmount();
  await waitFor(() => expect(browser.permissionAdded.tell({})).toEqual([]));
  expect(browser.permissionRemoved.tell({})).toEqual([]);
});

it('is shown in Japanese', async () => {
  const { page } = await drawn([PROXY], 'ja');
  expect(page.getByRole('button', { name: 'http://127.0.0.1 への許可を取り消す' })).toHaveTextContent(
    '取り消す',
  );
});
