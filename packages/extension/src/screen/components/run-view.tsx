import { markedWords } from '../prompt/marks.ts';
import type { Run } from '../state/run.ts';
import { sentencesOf } from '../text/reasons.ts';
import { useScreen } from './context.ts';
import { FailurePanel } from './failure-panel.tsx';
import { AgainIcon, InfoIcon, WarnIcon } from './icons.tsx';
import { MarkedText, spansOf } from './marked-text.tsx';
import { PictureCard } from './picture-card.tsx';
import { Progress } from './progress.tsx';
import { Refusal } from './refusal.tsx';
import { RunFacts } from './run-facts.tsx';

/** One press of Generate: its prompt, how far it is, what came of it. */
export function RunView({ run }: { run: Run }) {
  const { screen, t } = useScreen();
  return (
    <article class="run">
      <header class="run__header">
        <p class="run__prompt">
          <span class="unseen">{t.results.forPrompt} </span>
          <MarkedText text={run.input.prompt} spans={spansOf(run)} />
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
      {run.failure && <FailurePanel run={run} failure={run.failure} />}
      {run.phase === 'cancelled' && <p class="note">{t.results.cancelled}</p>}
      {run.phase !== 'refused' && <Notes run={run} />}
      {run.slots.length > 0 && (
        <ul class={`gallery gallery--${run.slots.length}`}>
          {run.slots.map((slot, index) => (
            <PictureCard key={index} run={run} slot={slot} index={index} />
          ))}
        </ul>
      )}
      {run.completed && <RunFacts completed={run.completed} />}
    </article>
  );
}

/** Everything a warning says that is not about one picture. */
function Notes({ run }: { run: Run }) {
  const { t } = useScreen();
  const general = run.warnings.filter(({ image }) => image === undefined);
  const aboutPrompt = general.filter(({ code }) => code.startsWith('prompt_'));
  const others = sentencesOf(
    t,
    general.filter(({ code }) => !code.startsWith('prompt_')),
  );
  const words = markedWords(run.input.prompt, spansOf(run));
  return (
    <>
      {aboutPrompt.length > 0 && (
        <div class="note note--warn">
          <WarnIcon />
          <div>
            <p>
              <strong>{t.results.warned}</strong> {sentencesOf(t, aboutPrompt).join(' ')}
            </p>
            {words.length > 0 && <p class="note__words">{t.results.matched(words)}</p>}
          </div>
        </div>
      )}
      {others.map((sentence) => (
        <div key={sentence} class="note">
          <InfoIcon />
          <p>{sentence}</p>
        </div>
      ))}
    </>
  );
}
