import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Choice<Value> {
  readonly value: Value;
  /** The accessible name. */
  readonly label: string;
  /** The visible content, if it is not the label. */
  readonly face?: ComponentChildren;
  readonly lang?: string;
}

/** A segmented control, built from native radio buttons for arrow keys and screen readers. */
export function Segmented<Value extends string | number>(props: {
  legend: string;
  legendHidden?: boolean;
  choices: readonly Choice<Value>[];
  value: Value;
  onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset class="segmented">
      <legend class={props.legendHidden ? 'unseen' : 'label'}>{props.legend}</legend>
      <div class="segmented__row">
        {props.choices.map(({ value, label, face, lang }) => (
          <label key={value} class="segmented__choice" title={face ? label : undefined} lang={lang}>
            <input
              type="radio"
              class="segmented__input"
              name={name}
              checked={value === props.value}
              onChange={() => props.onChange(value)}
            />
            <span class="segmented__face">
              {face ?? label}
              {face && <span class="unseen">{label}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A range input with its value beside it. */
export function Slider(props: {
  label: string;
  min: number;
  max: number;
  step: number;
  value: number;
  hint?: string | undefined;
  onChange: (value: number) => void;
}) {
  const id = useId();
  const hint = props.hint ? `${id}-hint` : undefined;
  return (
    <div class="slider">
      <label class="label" for={id}>
        {props.label}
      </label>
      <output class="slider__value" for={id}>
        {props.value}
      </output>
      <input
        id={id}
        type="range"
        class="slider__input"
        min={props.min}
        max={props.max}
        step={props.step}
        value={props.value}
        aria-describedby={hint}
        onInput={(event) => props.onChange(event.currentTarget.valueAsNumber)}
      />
      {hint && (
        <p id={hint} class="hint slider__hint">
          {props.hint}
        </p>
      )}
    </div>
  );
}
