import { type ReadonlySignal, useSignal } from '@preact/signals';
import browser from 'webextension-polyfill';
import type { Preferences } from '../storage/preferences.ts';
import { changePreferences } from '../surface/memory.ts';
import { useSurfaceTexts } from '../surface/text/index.ts';
import { Check, Section } from './section.tsx';

/** Whether a finished run is told of outside of the browser; the permission goes again with the wish. */
export function NoticesSection({ set }: { set: ReadonlySignal<Preferences> }) {
  const { options: t } = useSurfaceTexts();
  const refused = useSignal(false);
  const change = async (wanted: boolean) => {
    const permission = { permissions: ['notifications' as const] };
    const notify = wanted && (await browser.permissions.request(permission));
    refused.value = wanted && !notify;
    await changePreferences({ notify });
    if (!wanted) await browser.permissions.remove(permission);
  };
  return (
    <Section title={t.notices}>
      <Check
        // A refused wish has to be drawn as what it is.
        key={String(refused.value)}
        label={t.notify}
        hint={t.notifyHint}
        checked={set.value.notify}
        onChange={(wanted) => void change(wanted)}
      />
      <p class="complaint" role="status">
        {refused.value && t.notifyRefused}
      </p>
    </Section>
  );
}
