import type { ComponentChildren } from 'preact';
import { browser } from '../browser.ts';
import { useScreen } from '../screen/components/context.ts';
import { PanelIcon, SettingsIcon, SiteIcon } from '../screen/components/icons.tsx';
import { patternOf } from '../storage/sites.ts';
import { offered, shownSite } from '../storage/values.ts';
import { leaveFor } from './leave-for.ts';
import { useSurfaceTexts } from './text/index.ts';

/** Buttons that open the other surfaces. @param panel Left out in the panel itself. */
export function SurfaceActions({ panel }: { panel?: { windowId: number } }) {
  const { screen } = useScreen();
  const t = useSurfaceTexts();
  return (
    <div class="header__switches">
      {panel && (
        <>
          <IconButton
            label={t.thisSite}
            onClick={() =>
              leaveFor(panel.windowId, async () => {
                const [tab] = await browser.tabs.query({ active: true, windowId: panel.windowId });
                await shownSite.write(patternOf(tab?.url) ?? '');
              })
            }
          >
            <SiteIcon />
          </IconButton>
          <IconButton
            label={t.openPanel}
            onClick={() => {
              const form = screen.settings.value;
              leaveFor(panel.windowId, async () => {
                if (form.prompt !== '') await offered.write({ by: 'popup', form });
              });
            }}
          >
            <PanelIcon />
          </IconButton>
        </>
      )}
      <IconButton label={t.openOptions} onClick={() => void browser.runtime.openOptionsPage()}>
        <SettingsIcon />
      </IconButton>
    </div>
  );
}

function IconButton(props: { label: string; onClick: () => void; children: ComponentChildren }) {
  return (
    <button
      type="button"
      class="button button--icon"
      aria-label={props.label}
      title={props.label}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}
