import { useId } from 'preact/hooks';
import { useScreen } from '../screen/components/context.ts';
import { Segmented, Slider } from '../screen/components/controls.tsx';
import { GUIDANCE, STEPS, sizesWithin } from '../screen/state/settings.ts';
import type { Preferences } from '../storage/preferences.ts';
import { useSurfaceTexts } from '../surface/text/index.ts';
import type { OwnPreferences } from './own-preferences.ts';
import { Section } from './section.tsx';

/** The settings with which the form opens. */
export function DefaultsSection({ own }: { own: OwnPreferences }) {
  const { screen, t } = useScreen();
  const { options } = useSurfaceTexts();
  const id = useId();
  const { defaults } = own.shown.value;
  const limits = screen.limits.value;
  const sizes = sizesWithin(limits);
  const change = (changes: Partial<Preferences['defaults']>) =>
    void own.change({ defaults: { ...own.shown.peek().defaults, ...changes } });
  return (
    <Section title={options.defaults} hint={options.defaultsHint}>
      <Segmented
        legend={t.form.size}
        choices={sizes.map(({ name }) => ({ value: name, label: t.form.sizes[name] }))}
        value={defaults.size.name}
        onChange={(name) => change({ size: sizes.find((size) => size.name === name) ?? defaults.size })}
      />
      <Segmented
        legend={t.form.count}
        choices={[1, 2, 3, 4]
          .filter((count) => count <= limits.maxImages)
          .map((value) => ({ value, label: String(value) }))}
        value={defaults.n}
        onChange={(n) => change({ n })}
      />
      <Slider
        label={t.form.steps}
        {...STEPS}
        step={1}
        value={defaults.steps}
        onChange={(steps) => change({ steps })}
      />
      <Slider
        label={t.form.guidance}
        {...GUIDANCE}
        step={0.5}
        value={defaults.guidanceScale}
        onChange={(guidanceScale) => change({ guidanceScale })}
      />
      <div class="field">
        <label class="label" for={id}>
          {t.form.negative}
        </label>
        <input
          id={id}
          class="input"
          type="text"
          dir="auto"
          autocomplete="off"
          placeholder={t.form.negativeHint}
          value={defaults.negativePrompt}
          onChange={(event) => change({ negativePrompt: event.currentTarget.value.trim() })}
        />
      </div>
    </Section>
  );
}
