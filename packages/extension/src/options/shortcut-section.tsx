import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { useSurfaceTexts } from '../surface/text/index.ts';
import { Section } from './section.tsx';

/** The command that the browsers have for the toolbar button. */
const OPEN = '_execute_action';
/** Chromium's page for shortcuts. Firefox has a function instead. */
const CHROMIUM_PAGE = 'chrome://extensions/shortcuts';

/** The keyboard shortcut that opens the popup, and the way to change it, which only the browser can do. */
export function ShortcutSection() {
  const { options: t } = useSurfaceTexts();
  const keys = useSignal<string | undefined>(undefined);
  const failed = useSignal(false);
  useEffect(() => {
    const read = async () => {
      const all = await browser.commands.getAll();
      keys.value = all.find(({ name }) => name === OPEN)?.shortcut ?? '';
    };
    void read();
    // The person comes back from the browser's page to this one.
    window.addEventListener('focus', read);
    return () => window.removeEventListener('focus', read);
  }, []);
  return (
    <Section title={t.shortcut}>
      <p>{keys.value === undefined ? '' : keys.value === '' ? t.noShortcut : t.shortcutIs(keys.value)}</p>
      <button
        type="button"
        class="button"
        onClick={async () => {
          failed.value = !(await openShortcuts());
        }}
      >
        {t.changeShortcut}
      </button>
      <p class="hint" role="status">
        {failed.value && t.changeShortcutByHand}
      </p>
    </Section>
  );
}

/** Opens the browser's settings for shortcuts. False where the browser does not allow that. */
async function openShortcuts(): Promise<boolean> {
  // Firefox 137 and later.
  const { commands }: { commands: { openShortcutSettings?: () => Promise<void> } } = browser;
  try {
    if (commands.openShortcutSettings) await commands.openShortcutSettings();
    else await browser.tabs.create({ url: CHROMIUM_PAGE });
    return true;
  } catch {
    return false;
  }
}
