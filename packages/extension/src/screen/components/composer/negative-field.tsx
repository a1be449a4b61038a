import { useId } from 'preact/hooks';
import { roomOf } from '../../prompt/room.ts';
import {
  hasPreset,
  keepNegative,
  NEGATIVE_PRESETS,
  type NegativePreset,
  withoutPreset,
  withPreset,
} from '../../state/negatives.ts';
import { useScreen } from '../context.ts';
import { CloseIcon } from '../icons.tsx';
import { RoomLine } from './room-line.tsx';

const PRESETS = Object.keys(NEGATIVE_PRESETS).filter(
  (name): name is NegativePreset => name in NEGATIVE_PRESETS,
);

/** The negative prompt, and named ones to add to it: a few common ones, and the person's own. */
export function NegativeField() {
  const { screen, t } = useScreen();
  const id = useId();
  return (
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
        value={screen.settings.value.negativePrompt}
        aria-invalid={screen.complaints.value.negativePrompt}
        aria-describedby={`${id}-room`}
        onInput={(event) => screen.change({ negativePrompt: event.currentTarget.value })}
      />
      <RoomLine
        id={`${id}-room`}
        room={roomOf(screen.settings.value.negativePrompt.trim(), screen.limits.value.prompt)}
      />
      <Presets />
    </div>
  );
}

function Presets() {
  const { screen, t } = useScreen();
  const { negativePrompt } = screen.settings.value;
  const own = screen.negatives.value;
  const typed = negativePrompt.trim();
  const isNew = typed !== '' && ![...Object.values(NEGATIVE_PRESETS), ...own].includes(typed);
  return (
    <fieldset class="presets">
      <legend class="unseen">{t.form.presets}</legend>
      {PRESETS.map((name) => (
        <Preset key={name} name={t.form.presetNames[name]} text={NEGATIVE_PRESETS[name]} />
      ))}
      {own.map((text) => (
        <span key={text} class="presets__own">
          <Preset name={text} text={text} />
          <button
            type="button"
            class="button button--small"
            aria-label={t.form.forgetPreset(text)}
            title={t.form.forgetPreset(text)}
            onClick={() => {
              screen.negatives.value = own.filter((each) => each !== text);
            }}
          >
            <CloseIcon />
          </button>
        </span>
      ))}
      {isNew && (
        <button
          type="button"
          class="link presets__keep"
          onClick={() => {
            screen.negatives.value = keepNegative(own, typed);
          }}
        >
          {t.form.keepPreset}
        </button>
      )}
    </fieldset>
  );
}

function Preset({ name, text }: { name: string; text: string }) {
  const { screen } = useScreen();
  const { negativePrompt } = screen.settings.value;
  const added = hasPreset(negativePrompt, text);
  return (
    <button
      type="button"
      class="button button--small presets__one"
      aria-pressed={added}
      title={text}
      onClick={() =>
        screen.change({
          negativePrompt: added ? withoutPreset(negativePrompt, text) : withPreset(negativePrompt, text),
        })
      }
    >
      {name}
    </button>
  );
}
