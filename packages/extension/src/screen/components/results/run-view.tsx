import { isAboutConnection } from '../../client/errors.ts';
import type { Warning } from '../../client/events.ts';
import { markedWords } from '../../prompt/marks.ts';
import { type Run, visibleSlots } from '../../state/run.ts';
import { sentencesOf } from '../../text/reasons.ts';
import { useScreen } from '../context.ts';
import { AgainIcon, InfoIcon, WarnIcon } from '../icons.tsx';
import { ImageCard } from '../image/image-card.tsx';
import { MarkedText, spansOf } from '../marked-text.tsx';
import { FailurePanel } from './failure-panel.tsx';
import { Progress } from './progress.tsx';
import { Refusal } from './refusal.tsx';
import { RunFacts } from './run-facts.tsx';

/**
 * A run: its prompt, its progress, its results.
 * @param noticed Set while a notice above the runs already reports the connection, so that one problem has one panel.
 */
export function RunView({ run, noticed }: { run: Run; noticed?: boolean }) {
  const { screen, t } = useScreen();
  const slots = visibleSlots(run);
  return (
    <article class="run">
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
      {run.phase === 'running' && <Progress run={run} />}
      {run.phase === 'refused' && <Refusal run={run} />}
      {run.failure && !(noticed && isAboutConnection(run.failure)) && (
        <FailurePanel run={run} failure={run.failure} />
      )}
      {run.phase === 'cancelled' && <p class="note">{t.results.cancelled}</p>}
      {run.phase !== 'refused' && <PromptNote run={run} />}
      {slots.length > 0 && (
        <ul class={`gallery gallery--${slots.length}`}>
          {slots.map(({ slot, index }) => (
            <ImageCard key={index} run={run} slot={slot} index={index} />
          ))}
        </ul>
      )}
      {run.phase !== 'refused' && <RunNotes run={run} />}
      {run.completed && <RunFacts completed={run.completed} />}
    </article>
  );
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
