import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { GUIDANCE, parseSeed, randomSeed, STEPS, sizesWithin } from '../../state/settings.ts';
import { useScreen } from '../context.ts';
import { Segmented, Slider } from '../controls.tsx';
import { DiceIcon } from '../icons.tsx';
import { useLoaded } from '../use-loaded.ts';
import { FoldedForm } from './folded-form.tsx';
import { ImageField } from './image-field.tsx';
import { NegativeField } from './negative-field.tsx';
import { PolicyNote } from './policy-note.tsx';
import { PromptField } from './prompt-field.tsx';

/** The form for a generation. @param compact Folds all settings but the prompt, and the form above its results. */
export function Composer({ compact }: { compact: boolean }) {
  const { screen, anchors, t } = useScreen();
  const own = useRef<HTMLFormElement>(null);
  const focused = useRef(false);
  const folded = compact && screen.folded.value;
  const submit = () => {
    if (!screen.generate() && screen.complaints.value.prompt) anchors.prompt.current?.focus();
  };
  return (
    <form
      ref={own}
      class={folded ? 'composer composer--folded' : 'composer'}
      aria-label={t.form.title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {folded ? (
        <FoldedForm focused={focused} />
      ) : (
        <Unfolded
          compact={compact}
          onSubmit={submit}
          onFold={() => {
            focused.current = own.current?.contains(document.activeElement) ?? false;
          }}
        />
      )}
    </form>
  );
}

/** @param onFold Called before the fields disappear. */
function Unfolded(props: { compact: boolean; onSubmit: () => void; onFold: () => void }) {
  const { compact, onSubmit, onFold } = props;
  const { screen, anchors, t } = useScreen();
  useLayoutEffect(() => onFold, []);
  return (
    <>
      <PromptField onSubmit={onSubmit} />
      {!compact && <Fields />}
      {!compact && (
        <Folded summary={t.form.advanced}>
          <Sliders />
        </Folded>
      )}
      <div class="composer__actions">
        <button
          ref={anchors.generate}
          type="submit"
          class="button button--primary button--large"
          aria-disabled={screen.running.value}
        >
          {t.form.generate}
        </button>
        {screen.running.value && <CancelButton />}
      </div>
      <p class="hint composer__shortcut">{t.form.shortcut(commandKey())}</p>
      {compact && (
        <Folded
          summary={t.form.settings}
          wanted={screen.choosing.value || screen.settings.value.image !== undefined}
        >
          <Fields />
          <Sliders />
          <PolicyNote />
        </Folded>
      )}
      {!compact && <PolicyNote />}
    </>
  );
}

/** @param wanted Unfolds it when it becomes true, because something in it should be seen. */
function Folded(props: { summary: string; wanted?: boolean; children: ComponentChildren }) {
  const { summary, wanted, children } = props;
  const own = useRef<HTMLDetailsElement>(null);
  useLayoutEffect(() => {
    if (wanted && own.current) own.current.open = true;
  }, [wanted]);
  return (
    <details ref={own} class="more">
      <summary class="more__summary">{summary}</summary>
      <div class="more__body">{children}</div>
    </details>
  );
}

function Fields() {
  const { screen, t } = useScreen();
  const { size, n } = screen.settings.value;
  const limits = screen.limits.value;
  const sizes = sizesWithin(limits);
  return (
    <>
      {limits.negativePrompt && <NegativeField />}
      <div class="composer__pair">
        <Segmented
          legend={t.form.size}
          choices={sizes.map(({ name, width, height }) => ({
            value: name,
            label: `${t.form.sizes[name]}, ${t.form.dimensions(width, height)}`,
            face: (
              <span class="size" aria-hidden="true">
                <span class={`size__shape size__shape--${name}`} />
                {t.form.sizes[name]}
              </span>
            ),
          }))}
          value={size.name}
          onChange={(name) => screen.change({ size: sizes.find((preset) => preset.name === name) ?? size })}
        />
        <Segmented
          legend={t.form.count}
          choices={[1, 2, 3, 4]
            .filter((count) => count <= limits.maxImages)
            .map((value) => ({ value, label: String(value) }))}
          value={n}
          onChange={(value) => screen.change({ n: value })}
        />
      </div>
      <SeedField />
      <ImageField />
    </>
  );
}

function Sliders() {
  const { screen, t } = useScreen();
  const { steps, guidanceScale } = screen.settings.value;
  const offered = Object.values(screen.choices.value).some(({ length }) => length > 0);
  const lists = useLoaded(() => import('./model-fields.tsx'), offered);
  return (
    <>
      {lists && <lists.ModelFields />}
      <Slider
        label={t.form.steps}
        {...STEPS}
        step={1}
        value={steps}
        onChange={(value) => screen.change({ steps: value })}
      />
      <Slider
        label={t.form.guidance}
        {...GUIDANCE}
        step={0.5}
        value={guidanceScale}
        hint={guidanceScale <= 1 ? t.form.guidancePowerless : undefined}
        onChange={(value) => screen.change({ guidanceScale: value })}
      />
    </>
  );
}

function SeedField() {
  const { screen, t } = useScreen();
  const id = useId();
  const { seed } = screen.settings.value;
  const invalid = parseSeed(seed) === null;
  return (
    <div class="field">
      <label class="label" for={id}>
        {t.form.seed}
      </label>
      <div class="joined">
        <input
          id={id}
          class="input input--number"
          type="text"
          inputMode="numeric"
          autocomplete="off"
          placeholder={t.form.seedPlaceholder}
          value={seed}
          aria-invalid={invalid}
          aria-describedby={`${id}-hint`}
          onInput={(event) => screen.change({ seed: event.currentTarget.value })}
        />
        <button
          type="button"
          class="button button--icon"
          aria-label={t.form.randomise}
          title={t.form.randomise}
          onClick={() => screen.change({ seed: String(randomSeed()) })}
        >
          <DiceIcon />
        </button>
      </div>
      <p id={`${id}-hint`} class={invalid ? 'complaint' : 'hint'}>
        {invalid ? t.form.seedInvalid : t.form.seedHint}
      </p>
    </div>
  );
}

/** Shown only during a run. When it disappears with the focus on it, the focus moves to Generate. */
function CancelButton() {
  const { screen, anchors, t } = useScreen();
  const own = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const button = own.current;
    return () => {
      if (button && document.activeElement === button) anchors.generate.current?.focus();
    };
  }, [anchors]);
  return (
    <button ref={own} type="button" class="button button--large" onClick={screen.cancel}>
      {t.form.cancel}
    </button>
  );
}

function commandKey(): string {
  return /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl';
}
