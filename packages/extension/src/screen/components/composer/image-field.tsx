import { useSignal } from '@preact/signals';
import { useId, useMemo } from 'preact/hooks';
import { blobOf } from '../../client/base64.ts';
import { START_STRENGTH } from '../../state/settings.ts';
import { useScreen } from '../context.ts';
import { Slider } from '../controls.tsx';
import { Pixels } from '../image/pixels.tsx';
import { readPicture } from './read-picture.ts';

/** Side of the preview, in CSS pixels. */
const PREVIEW = 72;

/**
 * The picture to start from, where the generator can do that.
 * @param read The picture of a file in base64. @throws if it is no picture
 */
export function ImageField({ read = readPicture }: { read?: (file: Blob) => Promise<string> }) {
  const { screen, chooser, t } = useScreen();
  const { image } = screen.settings.value;
  if (!screen.limits.value.inputImage) return null;
  return (
    <div class="field">
      {chooser ? (
        <>
          <p class="label">{t.form.image}</p>
          {chooser}
        </>
      ) : (
        <FileField read={read} />
      )}
      {image && (
        <div class="start">
          <Preview b64={image.b64} />
          <div class="start__settings">
            {screen.limits.value.inputStrength ? (
              <Slider
                label={t.form.imageStrength}
                min={0}
                max={1}
                step={0.05}
                value={image.strength}
                onChange={(strength) => screen.change({ image: { ...image, strength } })}
              />
            ) : (
              <p class="hint">{t.form.imageWithoutStrength}</p>
            )}
            <button type="button" class="link" onClick={() => screen.change({ image: undefined })}>
              {t.form.removeImage}
            </button>
          </div>
        </div>
      )}
    </div>
  );
}

function FileField({ read }: { read: (file: Blob) => Promise<string> }) {
  const { screen, t } = useScreen();
  const id = useId();
  const unreadable = useSignal(false);
  const choose = async (file: File | undefined) => {
    if (!file) return;
    try {
      const b64 = await read(file);
      const { image } = screen.settings.peek();
      screen.change({ image: { b64, strength: image?.strength ?? START_STRENGTH } });
      unreadable.value = false;
    } catch {
      unreadable.value = true;
    }
  };
  return (
    <>
      <label class="label" for={id}>
        {t.form.image}
      </label>
      {/* The browser's own button is in the browser's language, and says "no file chosen" beside the picture. */}
      <span class="button start__choose">
        <input
          id={id}
          type="file"
          class="start__file"
          accept="image/png,image/jpeg,image/webp"
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            const { files } = event.currentTarget;
            void choose(files?.[0]);
            // The same file can be chosen again after it was removed.
            event.currentTarget.value = '';
          }}
        />
        {t.form.chooseImage}
      </span>
      <p id={`${id}-hint`} class="hint">
        {t.form.imageHint}
      </p>
      <p class="complaint" role="status">
        {unreadable.value && t.form.imageUnreadable}
      </p>
    </>
  );
}

function Preview({ b64 }: { b64: string }) {
  const { t } = useScreen();
  const pixels = useMemo(() => blobOf(b64, 'image/jpeg'), [b64]);
  return <Pixels blob={pixels} width={PREVIEW} height={PREVIEW} alt={t.form.imageAlt} />;
}
