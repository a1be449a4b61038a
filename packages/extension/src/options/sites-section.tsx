import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { useScreen } from '../screen/components/context.ts';
import { siteTexts } from '../sites/text/index.ts';
import { permissionFor } from '../storage/preferences.ts';
import { featuresAt, hostOf, SITE_FEATURES, type Sites } from '../storage/sites.ts';
import { sites as storedSites } from '../storage/values.ts';
import { useSurfaceTexts } from '../surface/text/index.ts';
import type { OwnPreferences } from './own-preferences.ts';
import { Section } from './section.tsx';

/** The hosts that the person has let the extension read, each with a way to take that back. */
export function SitesSection({ own }: { own: OwnPreferences }) {
  const { screen } = useScreen();
  const { sites: t } = useSurfaceTexts();
  const { listed } = siteTexts[screen.language.value];
  const sites = useSignal<Sites>({});
  const patterns = useSignal<readonly string[]>([]);
  const said = useSignal<{ readonly text: string; readonly failed?: boolean } | undefined>(undefined);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const load = async () => {
      patterns.value = (await browser.permissions.getAll()).origins?.toSorted() ?? [];
    };
    const changed = () => void load();
    void load();
    const stop = storedSites.follow((value) => {
      sites.value = value ?? {};
    });
    browser.permissions.onAdded.addListener(changed);
    browser.permissions.onRemoved.addListener(changed);
    return () => {
      stop();
      browser.permissions.onAdded.removeListener(changed);
      browser.permissions.onRemoved.removeListener(changed);
    };
  }, []);
  const [proxyPattern] = permissionFor(own.shown.value.origin).origins;
  const purposesOf = (pattern: string) => {
    const features = featuresAt(sites.value, pattern);
    const purposes = [
      ...(pattern === proxyPattern ? [t.proxy(own.shown.value.origin)] : []),
      ...SITE_FEATURES.filter((feature) => features[feature]).map((feature) => listed[feature]),
    ];
    return purposes.length > 0 ? purposes : [t.pictures];
  };
  const takeBack = async (pattern: string) => {
    // A permission that was given with the installation cannot be taken back here.
    const taken = await browser.permissions.remove({ origins: [pattern] }).catch(() => false);
    said.value = taken ? { text: t.taken(hostOf(pattern)) } : { text: t.kept(hostOf(pattern)), failed: true };
    // The focused button is gone with its line.
    if (taken) list.current?.focus();
  };
  return (
    <Section title={t.title} hint={t.hint}>
      <div ref={list} tabIndex={-1}>
        {patterns.value.length === 0 && <p class="hint">{t.none}</p>}
        <ul class="sites">
          {patterns.value.map((pattern) => (
            <li key={pattern} class="sites__site">
              <span class="sites__host">
                {hostOf(pattern)}
                {purposesOf(pattern).map((purpose) => (
                  <span key={purpose} class="hint">
                    {purpose}
                  </span>
                ))}
              </span>
              <button
                type="button"
                class="button"
                aria-label={t.takeBackFrom(hostOf(pattern))}
                onClick={() => void takeBack(pattern)}
              >
                {t.takeBack}
              </button>
            </li>
          ))}
        </ul>
      </div>
      <p class={said.value?.failed ? 'complaint' : 'hint'} role="status">
        {said.value?.text}
      </p>
    </Section>
  );
}
