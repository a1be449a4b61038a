import { useSignal } from '@preact/signals';
import browser from 'webextension-polyfill';
import { useScreen } from '../screen/components/context.ts';
import { InfoIcon } from '../screen/components/icons.tsx';
import { permissionFor } from '../storage/preferences.ts';
import { proxy } from './proxy.ts';
import { useSurfaceTexts } from './text/index.ts';

/** The missing condition for using the proxy, and the next step. */
export function Setup() {
  const { screen } = useScreen();
  const { setup } = useSurfaceTexts();
  const declined = useSignal(false);
  const found = proxy.value;
  if (!('origin' in found)) return null;
  const { state, origin } = found;
  const { title, body } = setup[state];
  const look = () => void screen.loadPolicy();
  const connect = async () => {
    // Before any `await`: browsers show the prompt only in direct response to a click.
    declined.value = !(await browser.permissions.request(permissionFor(origin)).catch(() => false));
    look();
  };
  return (
    <div class="panel setup">
      <div role="status">
        <h3 class="panel__title">
          <InfoIcon />
          {typeof title === 'string' ? title : title(origin)}
        </h3>
        <p>{typeof body === 'string' ? body : body(origin)}</p>
        {declined.value && <p class="complaint">{setup.declined}</p>}
      </div>
      <div class="setup__actions">
        {(state === 'found' || state === 'permission') && (
          <button type="button" class="button button--primary" onClick={() => void connect()}>
            {setup.connect}
          </button>
        )}
        {(state === 'unreachable' || state === 'stranger') && (
          <button type="button" class="button button--primary" onClick={look}>
            {setup.again}
          </button>
        )}
        <button
          type="button"
          class={state === 'unauthorised' ? 'button button--primary' : 'button'}
          onClick={() => void browser.runtime.openOptionsPage()}
        >
          {state === 'unauthorised' ? setup.enterKey : setup.otherAddress}
        </button>
      </div>
    </div>
  );
}

/** Whether {@link Setup} shows anything. */
export function needsSetup(): boolean {
  return 'origin' in proxy.value;
}
