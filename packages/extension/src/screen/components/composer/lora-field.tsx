import { useSignal } from '@preact/signals';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { WeightedLora } from '../../client/events.ts';
import { LORA_WEIGHT, MAX_LORAS } from '../../state/settings.ts';
import { useScreen } from '../context.ts';
import { Slider } from '../controls.tsx';
import { CloseIcon } from '../icons.tsx';

/** The chosen LoRAs with their weights, and a text field that finds more of them in the server's list. */
export function LoraField() {
  const { screen, t } = useScreen();
  const finder = useRef<HTMLInputElement>(null);
  const said = useSignal('');
  const names = screen.choices.value.loras;
  const { loras } = screen.settings.value;
  const removed = useRef(false);
  useLayoutEffect(() => {
    // The button that had the focus is gone.
    if (removed.current) finder.current?.focus();
    removed.current = false;
  }, [loras]);
  if (names.length === 0) return null;
  const more = names.filter((name) => loras.every((each) => each.name !== name));
  const put = (changed: WeightedLora) =>
    screen.change({ loras: loras.map((each) => (each.name === changed.name ? changed : each)) });
  return (
    <fieldset class="loras">
      <legend class="label">{t.form.lora}</legend>
      {loras.map((lora) => (
        <Lora
          key={lora.name}
          lora={lora}
          listed={names.includes(lora.name)}
          onChange={put}
          onRemove={() => {
            screen.change({ loras: loras.filter((each) => each !== lora) });
            said.value = t.form.loraRemoved(lora.name);
            removed.current = true;
          }}
        />
      ))}
      {loras.length < MAX_LORAS && more.length > 0 && (
        <Finder
          own={finder}
          names={more}
          onFound={(name) => {
            screen.change({ loras: [...loras, { name, weight: LORA_WEIGHT.default }] });
            said.value = t.form.loraAdded(name);
          }}
        />
      )}
      <span class="unseen" role="status">
        {said.value}
      </span>
    </fieldset>
  );
}

function Lora(props: {
  lora: WeightedLora;
  /** Whether the current server has it. */
  listed: boolean;
  onChange: (lora: WeightedLora) => void;
  onRemove: () => void;
}) {
  const { lora, listed } = props;
  const { t } = useScreen();
  const remove = t.form.loraRemove(lora.name);
  return (
    <div class="loras__one">
      <Slider
        label={lora.name}
        {...LORA_WEIGHT}
        step={0.05}
        value={lora.weight}
        hint={listed ? undefined : t.form.loraGone}
        onChange={(weight) => props.onChange({ ...lora, weight })}
      />
      <button
        type="button"
        class="button button--icon"
        aria-label={remove}
        title={remove}
        onClick={props.onRemove}
      >
        <CloseIcon />
      </button>
    </div>
  );
}

/** A text field with the names as its suggestions: a list of hundreds is searched by typing a part of a name. */
function Finder(props: {
  own: { current: HTMLInputElement | null };
  names: readonly string[];
  onFound: (name: string) => void;
}) {
  const { names } = props;
  const { t } = useScreen();
  const id = useId();
  const typed = useSignal('');
  const matches = useSignal<number | undefined>(undefined);
  const add = () => {
    if (typed.value.trim() === '') return;
    const found = matchesOf(names, typed.value);
    const [name] = found;
    matches.value = found.length === 1 ? undefined : found.length;
    if (found.length !== 1 || name === undefined) return;
    typed.value = '';
    props.onFound(name);
  };
  return (
    <div class="field">
      <label class="hint" for={id}>
        {t.form.loraFind(names.length)}
      </label>
      <div class="joined">
        <input
          ref={props.own}
          id={id}
          class="input"
          type="text"
          dir="auto"
          autocomplete="off"
          list={`${id}-names`}
          value={typed.value}
          aria-invalid={matches.value !== undefined}
          aria-describedby={`${id}-matches`}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
            matches.value = undefined;
          }}
          onKeyDown={(event) => {
            // Enter would send the form. While a word is composed, it belongs to the input method.
            if (event.key !== 'Enter' || event.isComposing) return;
            event.preventDefault();
            add();
          }}
        />
        <datalist id={`${id}-names`}>
          {names.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <button type="button" class="button" onClick={add}>
          {t.form.loraAdd}
        </button>
      </div>
      <p id={`${id}-matches`} class="complaint" role="status">
        {matches.value !== undefined && t.form.loraMatches(matches.value)}
      </p>
    </div>
  );
}

/** The name that was typed, in any case; otherwise all names that contain it. */
function matchesOf(names: readonly string[], typed: string): readonly string[] {
  const wanted = typed.trim().toLowerCase();
  const whole = names.filter((name) => name === typed.trim());
  if (whole.length > 0) return whole;
  const same = names.filter((name) => name.toLowerCase() === wanted);
  return same.length > 0 ? same : names.filter((name) => name.toLowerCase().includes(wanted));
}
