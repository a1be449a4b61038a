import { useMemo } from 'preact/hooks';
import { createSurroundings, Surround } from '../screen/components/context.ts';
import { Switches } from '../screen/components/header.tsx';
import { Logo } from '../screen/components/icons.tsx';
import type { Screen } from '../screen/state/screen.ts';
import { ShownSite } from '../surface/shown-site.tsx';
import { useSurfaceTexts } from '../surface/text/index.ts';
import { DefaultsSection } from './defaults-section.tsx';
import { NoticesSection } from './notices-section.tsx';
import type { OwnPreferences } from './own-preferences.ts';
import { ProxySection } from './proxy-section.tsx';
import { Section } from './section.tsx';
import { ShortcutSection } from './shortcut-section.tsx';
import { SitesSection } from './sites-section.tsx';
import { StricterSection } from './stricter-section.tsx';

interface OptionsProps {
  readonly screen: Screen;
  readonly own: OwnPreferences;
  /** The key that is stored when the page opens. */
  readonly firstKey: string;
}

/** The options page. Each change takes effect at once, on every surface. */
export function OptionsPage({ screen, own, firstKey }: OptionsProps) {
  const surroundings = useMemo(() => createSurroundings(screen), [screen]);
  return (
    <Surround value={surroundings}>
      <div class="options">
        <Title />
        <main class="options__main">
          <ShownSite />
          <ProxySection own={own} firstKey={firstKey} />
          <SitesSection own={own} />
          <Look />
          <ShortcutSection />
          <DefaultsSection own={own} />
          <StricterSection own={own} />
          <NoticesSection own={own} />
        </main>
      </div>
    </Surround>
  );
}

function Title() {
  const { options: t } = useSurfaceTexts();
  return (
    <header class="header">
      <div class="header__brand">
        <Logo />
        <h1 class="header__name">
          Shoji <span class="options__title">{t.title}</span>
        </h1>
      </div>
    </header>
  );
}

function Look() {
  const { options: t } = useSurfaceTexts();
  return (
    <Section title={t.look}>
      <Switches />
    </Section>
  );
}
