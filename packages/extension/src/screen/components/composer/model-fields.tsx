import { useId } from 'preact/hooks';
import { useScreen } from '../context.ts';
import { LoraField } from './lora-field.tsx';

/** The model, sampler, scheduler and LoRAs, from the lists of the generator's server. Nothing where it has no lists. */
export function ModelFields() {
  const { screen, t } = useScreen();
  const { models, samplers, schedulers } = screen.choices.value;
  const { model, sampler, scheduler } = screen.settings.value;
  return (
    <>
      <Choice
        label={t.form.model}
        names={models}
        value={model}
        onChange={(value) => screen.change({ model: value })}
      />
      <LoraField />
      <Choice
        label={t.form.sampler}
        names={samplers}
        value={sampler}
        onChange={(value) => screen.change({ sampler: value })}
      />
      <Choice
        label={t.form.scheduler}
        names={schedulers}
        value={scheduler}
        onChange={(value) => screen.change({ scheduler: value })}
      />
    </>
  );
}

/** @param value A name, or empty for the server's own choice. */
function Choice(props: {
  label: string;
  names: readonly string[];
  value: string;
  onChange: (value: string) => void;
}) {
  const { label, names, value } = props;
  const { t } = useScreen();
  const id = useId();
  if (names.length === 0) return null;
  const isListed = value === '' || names.includes(value);
  return (
    <div class="field">
      <label class="label" for={id}>
        {label}
      </label>
      <select
        id={id}
        class="input"
        value={value}
        aria-describedby={isListed ? undefined : `${id}-gone`}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        <option value="">{t.form.serversChoice}</option>
        {!isListed && <option value={value}>{value}</option>}
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
      {!isListed && (
        <p id={`${id}-gone`} class="hint">
          {t.form.notOffered}
        </p>
      )}
    </div>
  );
}
