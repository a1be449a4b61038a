import { CATEGORIES, type Category } from '@shoji/core';
import { HALF_CATEGORIES } from '@shoji/core/vocabulary';
import { useScreen } from '../screen/components/context.ts';
import type { Preferences } from '../storage/preferences.ts';
import { useSurfaceTexts } from '../surface/text/index.ts';
import type { OwnPreferences } from './own-preferences.ts';
import { Check, Section } from './section.tsx';

/** Not offered: each policy withholds them, or they count only beside something else, or are too inexact to choose. */
const NOT_OFFERED: ReadonlySet<Category> = new Set([
  'sexual-minors',
  'real-person',
  'blocked',
  ...HALF_CATEGORIES,
  'toxicity',
]);

/** Images to blur beyond the operator's policy. No setting here can reveal more. */
export function StricterSection({ own }: { own: OwnPreferences }) {
  const { t } = useScreen();
  const { options } = useSurfaceTexts();
  const { stricter } = own.shown.value;
  const change = (changes: Partial<Preferences['stricter']>) =>
    void own.change({ stricter: { ...own.shown.peek().stricter, ...changes } });
  return (
    <Section title={options.stricter} hint={options.stricterHint}>
      <Check
        label={options.everything}
        checked={stricter.everything}
        onChange={(everything) => change({ everything })}
      />
      <Check
        label={options.neverReveal}
        checked={stricter.neverReveal}
        onChange={(neverReveal) => change({ neverReveal })}
      />
      <fieldset>
        <legend class="label">{options.categories}</legend>
        <p class="hint">{options.categoriesHint}</p>
        <div class="options__categories">
          {CATEGORIES.filter((category) => !NOT_OFFERED.has(category)).map((category) => (
            <Check
              key={category}
              label={t.phrases.names[category]}
              checked={stricter.categories.includes(category)}
              onChange={(wanted) => {
                const others = own.shown.peek().stricter.categories.filter((each) => each !== category);
                change({ categories: wanted ? [...others, category] : others });
              }}
            />
          ))}
        </div>
      </fieldset>
    </Section>
  );
}
