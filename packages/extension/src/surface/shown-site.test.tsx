import { waitFor } from '@testing-library/preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { parsePolicy } from '../screen/client/policy.ts';
import { missingHosts, shownSite } from '../storage/values.ts';
import { draw } from '../testing/draw.tsx';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { ShownSite } from './shown-site.tsx';

const SITE = 'https://example.com/*';
let browser: ReturnType<typeof fakeBrowser>;
beforeEach(() => {
  browser = fakeBrowser();
});

async function shown(pattern = SITE, language: 'en' | 'ja' = 'en') {
  await shownSite.write(pattern);
  const drawn = draw(<ShownSite />, { language, policy: parsePolicy('{"name":"standard"}') });
  await waitFor(() => expect(drawn.page.getByRole('region')).toBeInTheDocument());
  const underline = () => drawn.page.getByRole('button', { name: 'Underline in text boxes on this site' });
  return { ...drawn, underline };
}

it('is empty before a person asks for it, and after they close it', async () => {
  const before = draw(<ShownSite />);
  expect(before.page.container).toBeEmptyDOMElement();
  before.page.unmount();
  const { page, user } = await shown();
  await user.click(page.getByRole('button', { name: 'Close' }));
  await waitFor(() => expect(page.queryByRole('region')).toBeNull());
  expect(browser.state.stored.session).not.toHaveProperty('site');
});

describe('what can be turned on for a site', () => {
  it('is off, and says what the browser will ask and how far the access goes', async () => {
    const { page, underline } = await shown();
    expect(page.getByRole('region', { name: 'On https://example.com' })).toContainElement(
      page.getByRole('heading', { level: 2, name: 'On https://example.com' }),
    );
    expect(underline()).toHaveAttribute('aria-pressed', 'false');
    expect(underline()).toHaveAttribute('type', 'button');
    expect(underline().querySelector('.switch')).toBeInTheDocument();
    expect(page.getByText(/Read and change your data on example\.com/)).toHaveTextContent(
      'The access is for all pages and ports of example.com.',
    );
    expect(page.getByText(/nothing is sent/)).toBeInTheDocument();
    expect(page.getByRole('button', { name: /^Cover pictures/ })).toHaveAttribute('aria-pressed', 'false');
    expect(page.getByText(/Each picture is sent to your proxy/)).toBeInTheDocument();
    expect(page.queryByText(/Connect Shoji to a proxy first/)).toBeNull();
    expect(page.getByRole('status')).toBeEmptyDOMElement();
    expect(browser.calls('permissions.request')).toEqual([]);
  });

  it('is turned on with the access to that host, and off without a question', async () => {
    const { page, user, underline } = await shown();
    await user.click(underline());
    await waitFor(() => expect(underline()).toHaveAttribute('aria-pressed', 'true'));
    expect(browser.given('permissions.request')).toEqual([{ origins: [SITE] }]);
    expect(browser.state.stored.local.sites).toEqual({ [SITE]: { textBoxes: true, pictures: false } });
    expect(page.getByRole('status')).toHaveTextContent('Turned on for https://example.com.');
    expect(page.getByRole('status')).toHaveClass('hint', { exact: true });
    expect(page.queryByText(/Read and change your data/)).toBeNull();
    await user.click(underline());
    await waitFor(() => expect(underline()).toHaveAttribute('aria-pressed', 'false'));
    expect(page.getByRole('status')).toHaveTextContent('Turned off for https://example.com.');
    expect(browser.calls('permissions.request')).toHaveLength(1);
  });

  it.each([false, 'cannot-ask'] as const)('stays off when the access is not given: %s', async (consents) => {
    browser.state.consents = consents;
    const { page, user, underline } = await shown();
    await user.click(underline());
    await waitFor(() =>
      expect(page.getByRole('status')).toHaveTextContent('The browser did not give the access'),
    );
    expect(page.getByRole('status')).toHaveClass('complaint', { exact: true });
    expect(underline()).toHaveAttribute('aria-pressed', 'false');
    expect(browser.state.stored.local).not.toHaveProperty('sites');
  });

  it('includes the hosts of its pictures, once pictures are covered there', async () => {
    await missingHosts.write({
      [SITE]: ['https://a.example/*', 'https://b.example/*'],
      'https://c.example/*': ['x'],
    });
    const { page, user } = await shown();
    expect(page.queryByRole('button', { name: /^Allow/ })).toBeNull();
    await user.click(page.getByRole('button', { name: /^Cover pictures/ }));
    await waitFor(() => expect(page.getAllByRole('button', { name: /^Allow/ })).toHaveLength(2));
    expect(page.getByText(/They stay covered/)).toBeInTheDocument();
    expect(page.getByRole('button', { name: 'Allow https://a.example' })).toHaveAttribute('type', 'button');
    await user.click(page.getByRole('button', { name: 'Allow https://a.example' }));
    await waitFor(() => expect(page.getAllByRole('button', { name: /^Allow/ })).toHaveLength(1));
    expect(browser.given('permissions.request')).toEqual([
      { origins: [SITE] },
      { origins: ['https://a.example/*'] },
    ]);
    browser.state.consents = false;
    await user.click(page.getByRole('button', { name: 'Allow https://b.example' }));
    await waitFor(() => expect(browser.calls('permissions.request')).toHaveLength(3));
    expect(page.getByRole('button', { name: 'Allow https://b.example' })).toBeInTheDocument();
  });

  it('is another site’s when the person asks for another one', async () => {
    const { page, user, underline } = await shown();
    await user.click(underline());
    await waitFor(() => expect(page.getByRole('status')).not.toBeEmptyDOMElement());
    await shownSite.write('http://other.example/*');
    await waitFor(() =>
      expect(page.getByRole('region', { name: 'On http://other.example' })).toBeInTheDocument(),
    );
    expect(underline()).toHaveAttribute('aria-pressed', 'false');
    expect(page.getByRole('status')).toBeEmptyDOMElement();
  });

  it('does not exist for a page that is not on the web', async () => {
    const { page } = await shown('');
    expect(page.getByRole('region', { name: 'On this page' })).toHaveTextContent(
      'Extensions cannot work on this page.',
    );
    expect(page.getByRole('heading')).toHaveTextContent('On this page');
    expect(page.getAllByRole('button')).toHaveLength(1);
  });

  it('says that a proxy must be connected first', async () => {
    await shownSite.write(SITE);
    const { page } = draw(<ShownSite />);
    await waitFor(() => expect(page.getByText(/Connect Shoji to a proxy first/)).toHaveClass('complaint'));
  });

  it('is shown in Japanese', async () => {
    const { page } = await shown(SITE, 'ja');
    expect(page.getByRole('region', { name: 'https://example.com では' })).toBeInTheDocument();
    expect(page.getByRole('button', { name: 'このサイトの入力欄に下線を引く' })).toBeInTheDocument();
  });

  it('no longer follows what is stored when it is gone', async () => {
    const { page } = await shown();
    page.unmount();
    await waitFor(() => expect(browser.storageChanged.tell({}, 'local')).toEqual([]));
  });
});
