import browser from 'webextension-polyfill';
import { openPanel } from '../background/panel.ts';
import { useScreen } from '../screen/components/context.ts';
import { PanelIcon, SettingsIcon } from '../screen/components/icons.tsx';
import { offered } from '../storage/values.ts';
import { useSurfaceTexts } from './text/index.ts';

/** Buttons that open the other surfaces. @param panel Left out in the panel itself. */
export function SurfaceActions({ panel }: { panel?: { windowId: number } }) {
  const { screen } = useScreen();
  const t = useSurfaceTexts();
  return (
    <div class="header__switches">
      {panel && (
        <button
          type="button"
          class="button button--icon"
          aria-label={t.openPanel}
          title={t.openPanel}
          onClick={() => {
            const form = screen.settings.value;
            // Before any `await`: browsers allow it only in direct response to the click.
            openPanel(panel.windowId).then(
              async () => {
                if (form.prompt !== '') await offered.write({ by: 'popup', form });
                window.close();
              },
              () => undefined,
            );
          }}
        >
          <PanelIcon />
        </button>
      )}
      <button
        type="button"
        class="button button--icon"
        aria-label={t.openOptions}
        title={t.openOptions}
        onClick={() => void browser.runtime.openOptionsPage()}
      >
        <SettingsIcon />
      </button>
    </div>
  );
}
