import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { permissionFor } from '../storage/preferences.ts';
import { useSurfaceTexts } from '../surface/text/index.ts';
import type { OwnPreferences } from './own-preferences.ts';
import { Section } from './section.tsx';

/** The hosts that the person has let the extension read, each with a way to take that back. */
export function SitesSection({ own }: { own: OwnPreferences }) {
  const { sites: t } = useSurfaceTexts();
  const patterns = useSignal<readonly string[]>([]);
  const said = useSignal<{ readonly text: string; readonly failed?: boolean } | undefined>(undefined);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const load = async () => {
      patterns.value = (await browser.permissions.getAll()).origins?.toSorted() ?? [];
    };
    const changed = () => void load();
    void load();
    browser.permissions.onAdded.addListener(changed);
    browser.permissions.onRemoved.addListener(changed);
    return () => {
      browser.permissions.onAdded.removeListener(changed);
      browser.permissions.onRemoved.removeListener(changed);
    };
  }, []);
  const [proxyPattern] = permissionFor(own.shown.value.origin).origins;
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
                <span class="hint">
                  {pattern === proxyPattern ? t.proxy(own.shown.value.origin) : t.pictures}
                </span>
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

/** A match pattern without its path, e.g. `https://pictures.example`. */
function hostOf(pattern: string): string {
  return pattern.replace(/\/\*$/, '');
}
