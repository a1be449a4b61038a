import { useId } from 'preact/hooks';
import { useScreen } from '../screen/components/context.ts';
import { PanelIcon } from '../screen/components/icons.tsx';
import { offered } from '../storage/values.ts';
import { leaveFor } from './leave-for.ts';
import { useSurfaceTexts } from './text/index.ts';

/**
 * In place of the field for a file in Firefox's popup, which a file dialog closes before the file is read: opens the
 * sidebar, with the form as it is.
 * @param windowId The window of the popup.
 */
export function ChooseInPanel({ windowId }: { windowId: number }) {
  const { screen } = useScreen();
  const { chooseInPanel: t } = useSurfaceTexts();
  const id = useId();
  return (
    <>
      <button
        type="button"
        class="button"
        aria-describedby={id}
        onClick={() => {
          const form = screen.settings.value;
          leaveFor(windowId, () => offered.write({ by: 'popup', form, wants: 'picture' }));
        }}
      >
        <PanelIcon />
        {t.open}
      </button>
      <p id={id} class="hint">
        {t.why}
      </p>
    </>
  );
}
