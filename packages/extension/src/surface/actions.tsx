import browser from 'webextension-polyfill';
import { openPanel } from '../background/panel.ts';
import { PanelIcon, SettingsIcon } from '../screen/components/icons.tsx';
import { useSurfaceTexts } from './text/index.ts';

/** Buttons that open the other surfaces. @param panel Left out in the panel itself. */
export function SurfaceActions({ panel }: { panel?: { windowId: number } }) {
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
            openPanel(panel.windowId).then(
              () => window.close(),
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
