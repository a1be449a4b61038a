import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { GeneratedImage } from '../../client/events.ts';
import type { Run } from '../../state/run.ts';
import { readPicture } from '../composer/read-picture.ts';
import { useScreen } from '../context.ts';
import { CheckIcon, CopyIcon, DownloadIcon, StartIcon, VaryIcon } from '../icons.tsx';
import { download, fileNameOf } from '../image/image-out.ts';
import { useView } from '../image/view.ts';
import { copy, downloadWithSettings } from './png-out.ts';

/**
 * The buttons of a picture in the lightbox: each takes the picture as it is shown.
 * @param onLeave Called before the form is filled in.
 */
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
  if (!screen.limits.value.inputImage) return null;
  const start = async () => {
    const b64 = await readPicture(blob);
    onLeave();
    screen.startFrom(b64);
    focusPrompt();
  };
  return (
    <WorkButton
      label={t.image.start}
      failed={t.image.startFailed}
      hint={t.image.startHint}
      position={position}
      icon={<StartIcon />}
      work={start}
    />
  );
}

/** Saves the picture together with its prompt and settings. */
function SettingsButton(props: { blob: Blob; name: string; run: Run; index: number }) {
  const { blob, name, run, index } = props;
  const { t } = useScreen();
  return (
    <WorkButton
      label={t.image.downloadWithSettings}
      failed={t.image.downloadFailed}
      hint={t.image.downloadWithSettingsHint}
      position={index + 1}
      icon={<DownloadIcon />}
      work={() => downloadWithSettings(blob, name, run, index)}
    />
  );
}

function CopyButton({ blob, position }: { blob: Blob; position: number }) {
  const { t } = useScreen();
  return (
    <WorkButton
      label={t.image.copy}
      done={t.image.copied}
      failed={t.image.copyFailed}
      position={position}
      icon={<CopyIcon />}
      work={() => copy(blob)}
    />
  );
}

/** A button that does something with a picture, and says when that has failed. */
function WorkButton(props: {
  label: string;
  /** Says that it is done, where nothing else shows that. */
  done?: string;
  failed: string;
  hint?: string;
  position: number;
  icon: ComponentChildren;
  work: () => Promise<void>;
}) {
  const { label, done, failed, hint, position, icon, work } = props;
  const { t } = useScreen();
  const outcome = useSignal<'done' | 'failed' | undefined>(undefined);
  const said = outcome.value && (outcome.value === 'done' ? done : failed);
  return (
    <>
      <button
        type="button"
        class="button"
        aria-label={t.image.action(label, position)}
        title={hint}
        onClick={() =>
          work().then(
            () => {
              outcome.value = 'done';
            },
            () => {
              outcome.value = 'failed';
            },
          )
        }
      >
        {said !== undefined && said === done ? <CheckIcon /> : icon}
        {said ?? label}
      </button>
      <span class="unseen" role="status">
        {said}
      </span>
    </>
  );
}
