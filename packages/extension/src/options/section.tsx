import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** A titled group of settings. */
export function Section(props: { title: string; hint?: string; children: ComponentChildren }) {
  const id = useId();
  return (
    <section class="options__section" aria-labelledby={id}>
      <div>
        <h2 id={id} class="options__subject">
          {props.title}
        </h2>
        {props.hint && <p class="hint">{props.hint}</p>}
      </div>
      <div class="options__fields">{props.children}</div>
    </section>
  );
}

/** A checkbox with its label and hint. */
export function Check(props: {
  label: string;
  hint?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  const hint = props.hint ? `${id}-hint` : undefined;
  return (
    <div class="check">
      <input
        id={id}
        type="checkbox"
        class="check__input"
        checked={props.checked}
        aria-describedby={hint}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <div>
        <label class="check__label" for={id}>
          {props.label}
        </label>
        {hint && (
          <p id={hint} class="hint">
            {props.hint}
          </p>
        )}
      </div>
    </div>
  );
}
