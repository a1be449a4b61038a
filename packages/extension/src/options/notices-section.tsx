import { useSignal } from '@preact/signals';
import browser from 'webextension-polyfill';
import { useSurfaceTexts } from '../surface/text/index.ts';
import type { OwnPreferences } from './own-preferences.ts';
import { Check, Section } from './section.tsx';

/** The setting for notifications. The extension holds the permission only while the setting is on. */
export function NoticesSection({ own }: { own: OwnPreferences }) {
  const { options: t } = useSurfaceTexts();
  const refused = useSignal(false);
  const change = async (wanted: boolean) => {
    const permission = { permissions: ['notifications' as const] };
    const notify = wanted && (await browser.permissions.request(permission));
    refused.value = wanted && !notify;
    await own.change({ notify });
    if (!wanted) await browser.permissions.remove(permission);
  };
  return (
    <Section title={t.notices}>
      <Check
        // A new key draws the box anew: after a refusal the browser still shows it ticked.
        key={String(refused.value)}
        label={t.notify}
        hint={t.notifyHint}
        checked={own.shown.value.notify}
        onChange={(wanted) => void change(wanted)}
      />
      <p class="complaint" role="status">
        {refused.value && t.notifyRefused}
      </p>
    </Section>
  );
}
