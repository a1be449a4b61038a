import { act, screen as page, render, waitFor } from '@testing-library/preact';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_LIMITS } from '../screen/client/defaults.ts';
import { ChooseInPanel } from '../surface/choose-in-panel.tsx';
import { proxy } from '../surface/proxy.ts';
import { openScreen } from '../testing/draw.tsx';
import { fakeBrowser } from '../testing/fake-browser.ts';
import { policyOf } from '../testing/runs.ts';
import { Popup, widthOf } from './popup.tsx';

beforeEach(() => {
  fakeBrowser();
  proxy.value = { state: 'connected' };
});

const open = (windowId?: number) => render(<Popup screen={openScreen().screen} windowId={windowId} />);

it('shows the screen in the layout of a small window, without a drawing', () => {
  const { container } = open(7);
  expect(page.getByText('Size, number and more')).toBeInTheDocument();
  expect(page.getByText('Describe a picture')).toBeInTheDocument();
  expect(container.querySelector('.drawing')).toBeNull();
});

describe('where a file dialog would close the popup', () => {
  const policy = policyOf({ limits: { ...DEFAULT_LIMITS, inputImage: true } });
  const settings = { negativePrompt: 'fog', image: { b64: btoa('before'), strength: 0.25 } };

  it.each(['en', 'ja'] as const)(
    'the picture to start from is chosen in the sidebar (%s)',
    async (language) => {
      const browser = fakeBrowser();
      const close = vi.spyOn(window, 'close').mockImplementation(() => undefined);
      const { screen } = openScreen({ policy, settings, language });
      const chooser = <ChooseInPanel windowId={7} />;
      const { container } = render(<Popup screen={screen} windowId={7} chooser={chooser} />);
      expect(container.querySelector('input[type=file]')).toBeNull();
      const button = page.getByRole('button', {
        name: { en: 'Choose a picture in the sidebar', ja: 'サイドバーで画像を選ぶ' }[language],
      });
      expect(button).toHaveAttribute('type', 'button');
      expect(button).toHaveAccessibleDescription(
        { en: /^Firefox closes this popup/, ja: /^Firefox では/ }[language],
      );
      // A picture that is there can be seen and removed here, too.
      expect(page.getByRole('slider', { name: screen.t.value.form.imageStrength })).toHaveValue('0.25');
      button.click();
      await waitFor(() => expect(close).toHaveBeenCalledOnce());
      expect(browser.given('sidebarAction.open')).toHaveLength(1);
      expect(browser.state.stored.session.offered).toMatchObject({
        by: 'popup',
        wants: 'picture',
        form: settings,
      });
    },
  );

  it('nothing is said where the generator cannot start from a picture', () => {
    const chooser = <ChooseInPanel windowId={7} />;
    render(<Popup screen={openScreen({ policy: policyOf() }).screen} windowId={7} chooser={chooser} />);
    expect(page.queryByText(/^Firefox closes this popup/)).toBeNull();
  });
});

it('chooses a file directly where a dialog does not close it', () => {
  const policy = policyOf({ limits: { ...DEFAULT_LIMITS, inputImage: true } });
  const { container } = render(<Popup screen={openScreen({ policy }).screen} windowId={7} />);
  expect(container.querySelector('input[type=file]')).not.toBeNull();
});

it('shows a problem with the proxy while the problem lasts', () => {
  proxy.value = { state: 'failed', origin: 'http://127.0.0.1:8787', failure: { kind: 'unreachable' } };
  open(7);
  expect(page.getByText(/^No proxy answers at/)).toBeInTheDocument();
  expect(page.queryByText('Describe a picture')).toBeNull();
  act(() => {
    proxy.value = { state: 'connected' };
  });
  expect(page.queryByText(/^No proxy answers at/)).toBeNull();
});

it('links to the panel only when its window is known', () => {
  open(7);
  expect(page.getByRole('button', { name: 'Open beside the page' })).toBeInTheDocument();
  expect(page.getByRole('button', { name: 'Settings' })).toBeInTheDocument();
});

it('links to the settings only when the window is not known', () => {
  open();
  expect(page.getAllByRole('button').map((button) => button.getAttribute('aria-label'))).toContain(
    'Settings',
  );
  expect(page.queryByRole('button', { name: 'Open beside the page' })).toBeNull();
});

it.each([
  [1000, false, '400px'],
  [360, false, '360px'],
  [undefined, false, '400px'],
  [360, true, 'auto'],
])('uses the available width (%s, in a tab: %s)', (room, inTab, width) => {
  expect(widthOf(room, inTab)).toBe(width);
});
