import { useEffect, useRef, useState } from 'preact/hooks';
import type { Run, Stage } from '../../state/run.ts';
import { useScreen } from '../context.ts';
import { CheckIcon } from '../icons.tsx';

const STAGES = ['screening', 'generating', 'checking'] as const;

/** Progress of a run. `StatusLine` announces it to screen readers. */
export function Progress({ run }: { run: Run }) {
  const { t } = useScreen();
  const own = useRef<HTMLDivElement>(null);
  const at = STAGES.indexOf(stepOf(run.stage));
  // In a narrow window the results are below the fold. Scrolling does not move the focus.
  useEffect(() => own.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <div ref={own} class="progress">
      <ol class="progress__stages">
        {STAGES.map((stage, index) => (
          <li
            key={stage}
            class={`progress__stage ${index < at ? 'is-done' : index === at ? 'is-current' : ''}`}
            aria-current={index === at ? 'step' : undefined}
          >
            <span class="progress__mark">{index < at && <CheckIcon />}</span>
            <span>{t.stages[stage]}</span>
          </li>
        ))}
      </ol>
      <div class="progress__line">
        <progress
          class="progress__bar"
          aria-label={t.stages[stepOf(run.stage)]}
          {...(run.fraction !== undefined && { value: run.fraction, max: 1 })}
        />
        <span class="progress__figure" aria-hidden="true">
          {run.fraction !== undefined ? t.percent(run.fraction) : <Elapsed />}
        </span>
      </div>
    </div>
  );
}

function stepOf(stage: Stage): (typeof STAGES)[number] {
  if (stage === 'waiting') return 'screening';
  return stage === 'regenerating' ? 'generating' : stage;
}

function Elapsed() {
  const { t } = useScreen();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return <>{t.elapsed(seconds)}</>;
}
