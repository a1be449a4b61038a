import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { useScreen } from '../screen/components/context.ts';
import { CheckIcon } from '../screen/components/icons.tsx';
import { storeKey } from '../storage/connection.ts';
import { parseOrigin, permissionFor } from '../storage/preferences.ts';
import { changeKey } from '../surface/memory.ts';
import { proxy } from '../surface/proxy.ts';
import { obstacleIn, Question } from '../surface/setup.tsx';
import { useSurfaceTexts } from '../surface/text/index.ts';
import type { OwnPreferences } from './own-preferences.ts';
import { Check, Section } from './section.tsx';

/** Address and key of the proxy. */
export function ProxySection({ own, firstKey }: { own: OwnPreferences; firstKey: string }) {
  const { options: t } = useSurfaceTexts();
  const key = useSignal(firstKey);
  const id = useId();
  return (
    <Section title={t.proxy}>
      <AddressForm own={own} />
      <div class="field">
        <label class="label" for={id}>
          {t.key}
        </label>
        <input
          id={id}
          class="input"
          type="password"
          autocomplete="off"
          value={key.value}
          aria-describedby={`${id}-hint`}
          onInput={(event) => {
            key.value = event.currentTarget.value.trim();
          }}
          onChange={() => void changeKey(key.value)}
        />
        <p id={`${id}-hint`} class="hint">
          {t.keyHint}
        </p>
      </div>
      <Check
        label={t.remember}
        hint={t.rememberHint}
        checked={own.shown.value.rememberKey}
        onChange={async (rememberKey) => {
          await own.change({ rememberKey });
          await storeKey(key.value, rememberKey);
        }}
      />
    </Section>
  );
}

function AddressForm({ own }: { own: OwnPreferences }) {
  const { screen } = useScreen();
  const { options: t, setup } = useSurfaceTexts();
  const id = useId();
  const typed = useSignal(own.shown.value.origin);
  const complaint = useSignal<'invalid' | 'declined' | undefined>(undefined);
  const connect = async () => {
    const address = parseOrigin(typed.value);
    complaint.value = address ? undefined : 'invalid';
    if (!address) return;
    // Before any `await`: browsers show the prompt only in direct response to a click.
    const allowed = await browser.permissions.request(permissionFor(address)).catch(() => false);
    typed.value = address;
    await own.change({ origin: address });
    complaint.value = allowed ? undefined : 'declined';
    await screen.loadPolicy();
  };
  return (
    <form
      class="field"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void connect();
      }}
    >
      <label class="label" for={id}>
        {t.address}
      </label>
      <div class="joined">
        <input
          id={id}
          class="input"
          type="url"
          spellcheck={false}
          autocomplete="off"
          value={typed.value}
          aria-invalid={complaint.value === 'invalid'}
          aria-describedby={`${id}-hint ${id}-said`}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
        />
        <button type="submit" class="button">
          {t.connect}
        </button>
      </div>
      <p id={`${id}-hint`} class="hint">
        {t.addressHint}
      </p>
      {proxy.value.state !== 'connected' && (
        <Question origin={parseOrigin(typed.value) ?? own.shown.value.origin} />
      )}
      <div id={`${id}-said`} role="status">
        {complaint.value === 'invalid' && <p class="complaint">{t.addressInvalid}</p>}
        {complaint.value === 'declined' && <p class="complaint">{setup.declined}</p>}
        {complaint.value === undefined && <Connection />}
      </div>
    </form>
  );
}

/** The state of the connection, in one line. */
function Connection() {
  const { screen, t: common } = useScreen();
  const { options: t, setup } = useSurfaceTexts();
  const found = proxy.value;
  if (found.state === 'connected') {
    return (
      <p class="options__connected">
        <CheckIcon />
        {t.connected(screen.policy.value?.name ?? '')}
      </p>
    );
  }
  if (!('origin' in found) || found.state === 'permission') return null;
  const { title, body } = obstacleIn(found, setup, common);
  return (
    <p class={found.state === 'failed' ? 'complaint' : 'hint'}>
      {title}. {body}
    </p>
  );
}
