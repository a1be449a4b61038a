import { useSignal } from '@preact/signals';
import type { GeneratedImage } from '../../client/events.ts';
import type { Run } from '../../state/run.ts';
import { readPicture } from '../composer/read-picture.ts';
import { useScreen } from '../context.ts';
import { CheckIcon, CopyIcon, DownloadIcon, StartIcon, VaryIcon } from '../icons.tsx';
import { download, fileNameOf } from '../image/image-out.ts';
import { useView } from '../image/view.ts';
import { copy, downloadWithSettings } from './png-out.ts';

/** The buttons of a picture in the lightbox: each takes the picture as it is shown. @param onLeave Called before the form is filled in. */
export function ImageActions(props: { run: Run; image: GeneratedImage; index: number; onLeave: () => void }) {
  const { run, image, index } = props;
  const { screen, t, focusPrompt } = useScreen();
  const { reveals } = useView();
  const position = index + 1;
  const { blob, covered } = reveals.shownOf(image);
  const seed = run.completed?.seeds[index];
  if (!blob) return null;
  const name = fileNameOf(run, position, covered);
  return (
    <>
      <button
        type="button"
        class="button"
        aria-label={t.image.action(t.image.download, position)}
        onClick={() => download(blob, name)}
      >
        <DownloadIcon />
        {t.image.download}
      </button>
      <SettingsButton blob={blob} name={`${name}-settings`} run={run} index={index} />
      <CopyButton blob={blob} position={position} />
      {seed !== undefined && (
        <button
          type="button"
          class="button"
          aria-label={t.image.action(t.image.vary, position)}
          title={t.image.varyHint}
          onClick={() => {
            props.onLeave();
            screen.vary(run.input, seed);
            focusPrompt();
          }}
        >
          <VaryIcon />
          {t.image.vary}
        </button>
      )}
      {!covered && <StartButton blob={blob} position={position} onLeave={props.onLeave} />}
    </>
  );
}

/** Makes the picture the one that the form starts from. Only for a picture that is seen uncovered. */
function StartButton(props: { blob: Blob; position: number; onLeave: () => void }) {
  const { blob, position, onLeave } = props;
  const { screen, t, focusPrompt } = useScreen();
  const failed = useSignal(false);
  if (!screen.limits.value.inputImage) return null;
  return (
    <>
      <button
        type="button"
        class="button"
        aria-label={t.image.action(t.image.start, position)}
        title={t.image.startHint}
        onClick={() =>
          readPicture(blob).then(
            (b64) => {
              onLeave();
              screen.startFrom(b64);
              focusPrompt();
            },
            () => {
              failed.value = true;
            },
          )
        }
      >
        <StartIcon />
        {failed.value ? t.image.startFailed : t.image.start}
      </button>
      <span class="unseen" role="status">
        {failed.value && t.image.startFailed}
      </span>
    </>
  );
}

/** Saves the picture together with its prompt and settings. */
function SettingsButton(props: { blob: Blob; name: string; run: Run; index: number }) {
  const { blob, name, run, index } = props;
  const { t } = useScreen();
  const failed = useSignal(false);
  return (
    <>
      <button
        type="button"
        class="button"
        aria-label={t.image.action(t.image.downloadWithSettings, index + 1)}
        title={t.image.downloadWithSettingsHint}
        onClick={() =>
          downloadWithSettings(blob, name, run, index).then(
            () => {
              failed.value = false;
            },
            () => {
              failed.value = true;
            },
          )
        }
      >
        <DownloadIcon />
        {failed.value ? t.image.downloadFailed : t.image.downloadWithSettings}
      </button>
      <span class="unseen" role="status">
        {failed.value && t.image.downloadFailed}
      </span>
    </>
  );
}

function CopyButton({ blob, position }: { blob: Blob; position: number }) {
  const { t } = useScreen();
  const outcome = useSignal<'copied' | 'failed' | undefined>(undefined);
  const said = outcome.value === 'copied' ? t.image.copied : outcome.value && t.image.copyFailed;
  return (
    <>
      <button
        type="button"
        class="button"
        aria-label={t.image.action(t.image.copy, position)}
        onClick={() =>
          copy(blob).then(
            () => {
              outcome.value = 'copied';
            },
            () => {
              outcome.value = 'failed';
            },
          )
        }
      >
        {outcome.value === 'copied' ? <CheckIcon /> : <CopyIcon />}
        {said ?? t.image.copy}
      </button>
      <span class="unseen" role="status">
        {said}
      </span>
    </>
  );
}
