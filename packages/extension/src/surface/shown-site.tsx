import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useScreen } from '../screen/components/context.ts';
import { CloseIcon } from '../screen/components/icons.tsx';
import { siteTexts } from '../sites/text/index.ts';
import { featuresAt, hostOf, SITE_FEATURES, type SiteFeature, type Sites } from '../storage/sites.ts';
import { missingHosts, shownSite, sites } from '../storage/values.ts';
import { browserAsks } from './setup.tsx';
import { allowHost, turnOff, turnOn } from './sites.ts';
import { useSurfaceTexts } from './text/index.ts';

/** The features for the site that the person came from; nothing before they ask for it. */
export function ShownSite() {
  const { screen } = useScreen();
  const { check } = useSurfaceTexts();
  const t = siteTexts[screen.language.value];
  const shown = useSignal<string | undefined>(undefined);
  const stored = useSignal<Sites>({});
  const missing = useSignal<Readonly<Record<string, readonly string[]>>>({});
  useEffect(() => {
    const stops = [
      shownSite.follow((pattern) => {
        shown.value = pattern;
      }),
      sites.follow((value) => {
        stored.value = value ?? {};
      }),
      missingHosts.follow((value) => {
        missing.value = value ?? {};
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  const pattern = shown.value;
  if (pattern === undefined) return null;
  const host = hostOf(pattern);
  return (
    <section class="checked" aria-label={pattern === '' ? t.thisSite : t.on(host)}>
      <div class="checked__head">
        <h2 class="checked__title">{pattern === '' ? t.thisSite : t.on(host)}</h2>
        <button
          type="button"
          class="button button--icon checked__close"
          aria-label={check.close}
          title={check.close}
          onClick={() => void shownSite.write(undefined)}
        >
          <CloseIcon />
        </button>
      </div>
      {pattern === '' ? (
        <p>{t.noSite}</p>
      ) : (
        <>
          <Features key={pattern} pattern={pattern} on={featuresAt(stored.value, pattern)} />
          {featuresAt(stored.value, pattern).pictures && (
            <Hosts site={pattern} hosts={missing.value[pattern] ?? []} />
          )}
        </>
      )}
    </section>
  );
}

function Features({ pattern, on }: { pattern: string; on: Readonly<Record<SiteFeature, boolean>> }) {
  const {
    screen,
    t: { gap },
  } = useScreen();
  const { setup } = useSurfaceTexts();
  const t = siteTexts[screen.language.value];
  const said = useSignal<{ readonly text: string; readonly failed?: boolean } | undefined>(undefined);
  const host = hostOf(pattern);
  const { hostname } = new URL(host);
  const toggle = async (feature: SiteFeature) => {
    if (on[feature]) {
      await turnOff(pattern, feature);
      said.value = { text: t.turnedOff(host) };
    } else {
      const given = await turnOn(pattern, feature);
      said.value = given ? { text: t.turnedOn(host) } : { text: t.declined, failed: true };
    }
  };
  return (
    <>
      {!screen.policy.value && <p class="complaint">{t.notConnected}</p>}
      {SITE_FEATURES.map((feature) => (
        <div key={feature}>
          <button
            type="button"
            class="button site__button"
            aria-pressed={on[feature]}
            onClick={() => void toggle(feature)}
          >
            <span class="switch" />
            {t.features[feature].label}
          </button>
          <p class="hint">{t.features[feature].hint}</p>
        </div>
      ))}
      {SITE_FEATURES.every((feature) => !on[feature]) && (
        <p class="hint">{browserAsks(setup, hostname) + gap + t.scope(hostname)}</p>
      )}
      <p class={said.value?.failed ? 'complaint' : 'hint'} role="status">
        {said.value?.text}
      </p>
    </>
  );
}

/** Hosts of the site's pictures that the extension may not read, each with a way to allow it. */
function Hosts({ site, hosts }: { site: string; hosts: readonly string[] }) {
  const { screen } = useScreen();
  const { picture: t } = siteTexts[screen.language.value];
  if (hosts.length === 0) return null;
  return (
    <>
      <p>{t.hosts}</p>
      {hosts.map((pattern) => (
        <button key={pattern} type="button" class="button" onClick={() => void allowHost(site, pattern)}>
          {t.allowHost(hostOf(pattern))}
        </button>
      ))}
    </>
  );
}
