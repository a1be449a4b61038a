import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isAboutConnection } from '../../client/errors.ts';
import type { Warning } from '../../client/events.ts';
import { markedWords } from '../../prompt/marks.ts';
import { type Run, visibleSlots } from '../../state/run.ts';
import { sentencesOf } from '../../text/reasons.ts';
import { useScreen } from '../context.ts';
import { AgainIcon, InfoIcon, WarnIcon } from '../icons.tsx';
import { Gallery } from '../image/gallery.tsx';
import { MarkedText, spansOf } from '../marked-text.tsx';
import { FailurePanel } from './failure-panel.tsx';
import { Progress } from './progress.tsx';
import { Refusal } from './refusal.tsx';
import { RunFacts } from './run-facts.tsx';

/**
 * A run: its prompt, its progress, its results.
 * @param headless Leaves out the prompt and its button, which the folded form above the run shows.
 * @param noticed Set while a notice above the runs already reports the connection, so that one problem has one panel.
 */
export function RunView({ run, noticed, headless }: { run: Run; noticed?: boolean; headless?: boolean }) {
  const { screen, t } = useScreen();
  const slots = visibleSlots(run);
  const own = useRef<HTMLElement>(null);
  useArrival(own, run);
  return (
    <article ref={own} class="run">
      {!headless && (
        <header class="run__header">
          <p class="run__prompt">
            <span class="unseen">{t.results.forPrompt} </span>
            <bdi class="run__words">
              <MarkedText text={run.input.prompt} spans={spansOf(run)} />
            </bdi>
          </p>
          {(run.phase === 'done' || run.phase === 'cancelled') && (
            <button
              type="button"
              class="button run__again"
              aria-disabled={screen.running.value}
              onClick={() => screen.regenerate(run.input)}
            >
              <AgainIcon />
              {t.results.regenerate}
            </button>
          )}
        </header>
      )}
      {run.phase === 'running' && <Progress run={run} />}
      {run.phase === 'refused' && <Refusal run={run} />}
      {run.failure && !(noticed && isAboutConnection(run.failure)) && (
        <FailurePanel run={run} failure={run.failure} />
      )}
      {run.phase === 'cancelled' && <p class="note">{t.results.cancelled}</p>}
      {slots.length > 0 && <Gallery run={run} slots={slots} />}
      {run.phase !== 'refused' && <PromptNote run={run} />}
      {run.phase !== 'refused' && <RunNotes run={run} />}
      {run.completed && <RunFacts input={run.input} completed={run.completed} />}
    </article>
  );
}

/** Scrolls to the pictures when the first one arrives. The focus stays. */
function useArrival(own: RefObject<HTMLElement | null>, run: Run) {
  const arrived = run.slots.some(({ status }) => status === 'screened');
  const before = useRef(arrived);
  useEffect(() => {
    const gallery = own.current?.querySelector('.gallery');
    if (!arrived || before.current || !gallery) return;
    before.current = true;
    const fits = gallery.clientHeight <= window.innerHeight;
    gallery.scrollIntoView({ block: fits ? 'nearest' : 'start' });
  }, [arrived, own]);
}

/** Whether a warning is about the prompt, not about an image or the run. */
const isAboutPrompt = ({ code, image }: Warning) => image === undefined && code.startsWith('prompt_');

function PromptNote({ run }: { run: Run }) {
  const { t } = useScreen();
  const sentences = sentencesOf(t, run.warnings.filter(isAboutPrompt));
  const words = markedWords(run.input.prompt, spansOf(run));
  if (sentences.length === 0) return null;
  return (
    <div class="note note--warn">
      <WarnIcon />
      <div>
        <p>
          <strong>{t.results.warned}</strong>
          {t.gap + sentences.join(t.gap)}
        </p>
        {words.length > 0 && <p>{t.results.matched(words)}</p>}
      </div>
    </div>
  );
}

/** Warnings about the run as a whole. */
function RunNotes({ run }: { run: Run }) {
  const { t } = useScreen();
  const others = run.warnings.filter((warning) => warning.image === undefined && !isAboutPrompt(warning));
  return (
    <>
      {sentencesOf(t, others).map((sentence) => (
        <div key={sentence} class="note">
          <InfoIcon />
          <p>{sentence}</p>
        </div>
      ))}
    </>
  );
}
