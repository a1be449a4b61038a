import type { ReadonlySignal } from '@preact/signals';
import { CATEGORIES, type Category } from '@shoji/core';
import { useScreen } from '../screen/components/context.ts';
import type { Preferences } from '../storage/preferences.ts';
import { changePreferences } from '../surface/memory.ts';
import { useSurfaceTexts } from '../surface/text/index.ts';
import { Check, Section } from './section.tsx';

// Never shown by any policy, or too inexact to be a wish.
const NOT_OFFERED: ReadonlySet<Category> = new Set(['sexual-minors', 'toxicity']);

/** What to cover beyond the operator's policy. Nothing here can uncover anything. */
export function StricterSection({ set }: { set: ReadonlySignal<Preferences> }) {
  const { t } = useScreen();
  const { options } = useSurfaceTexts();
  const { stricter } = set.value;
  const change = (changes: Partial<Preferences['stricter']>) =>
    void changePreferences({ stricter: { ...set.value.stricter, ...changes } });
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
              label={t.categories[category].name}
              checked={stricter.categories.includes(category)}
              onChange={(wanted) => {
                const others = stricter.categories.filter((each) => each !== category);
                change({ categories: wanted ? [...others, category] : others });
              }}
            />
          ))}
        </div>
      </fieldset>
    </Section>
  );
}
