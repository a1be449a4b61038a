import type { ComponentChildren } from 'preact';
import { LANGUAGE_NAMES, LANGUAGES } from '../text/languages.ts';
import { useScreen } from './context.ts';
import { Segmented } from './controls.tsx';
import { Logo, MoonIcon, SunIcon, SystemIcon } from './icons.tsx';

const SHORT = { en: 'EN', ja: '日本語' };

/** Name, tagline and actions; by default the switches for language and appearance. */
export function Header({ actions = <Switches /> }: { actions?: ComponentChildren }) {
  const { t } = useScreen();
  return (
    <header class="header">
      <div class="header__brand">
        <Logo />
        <div>
          <h1 class="header__name">Shoji</h1>
          <p class="header__tagline">{t.tagline}</p>
        </div>
      </div>
      {actions}
    </header>
  );
}

/** Language and appearance. */
export function Switches() {
  const { screen, t } = useScreen();
  return (
    <div class="header__switches">
      <Segmented
        legend={t.interfaceLanguage}
        legendHidden
        choices={LANGUAGES.map((value) => ({
          value,
          label: LANGUAGE_NAMES[value],
          lang: value,
          ...(SHORT[value] !== LANGUAGE_NAMES[value] && {
            face: <span aria-hidden="true">{SHORT[value]}</span>,
          }),
        }))}
        value={screen.language.value}
        onChange={(value) => void screen.speak(value)}
      />
      <Segmented
        legend={t.theme}
        legendHidden
        choices={[
          { value: 'system', label: t.themes.system, face: <SystemIcon /> },
          { value: 'light', label: t.themes.light, face: <SunIcon /> },
          { value: 'dark', label: t.themes.dark, face: <MoonIcon /> },
        ]}
        value={screen.theme.value}
        onChange={(value) => {
          screen.theme.value = value;
        }}
      />
    </div>
  );
}
