import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Run } from '../state/run.ts';
import type { Screen } from '../state/screen.ts';
import { Composer } from './composer/composer.tsx';
import { createSurroundings, Surround, useScreen } from './context.ts';
import { Header } from './header.tsx';
import { Viewing } from './image/viewing.tsx';
import { EmptyState } from './results/empty-state.tsx';
import { RunView } from './results/run-view.tsx';
import { StatusLine } from './results/status-line.tsx';

interface ScreenProps {
  readonly screen: Screen;
  /** Replaces the header's switches for language and appearance. */
  readonly actions?: ComponentChildren;
  /** Replaces the empty state, e.g. with what is missing before a first picture. */
  readonly notice?: ComponentChildren;
  /** Said beside everything else, e.g. that the proxy is connected now. */
  readonly news?: ComponentChildren;
  /** Decoration of the empty state, for surfaces with room for it. */
  readonly drawing?: ComponentChildren;
  /** In place of the field for a file, on a surface that a file dialog would close. */
  readonly chooser?: ComponentChildren;
  /** Folds all settings but the prompt, for a small window. */
  readonly compact?: boolean;
}

/** The whole screen, on any surface. */
export function ScreenView(props: ScreenProps) {
  const { screen, actions, notice, news, drawing, chooser, compact = false } = props;
  const surroundings = useMemo(() => createSurroundings(screen, chooser), [screen]);
  return (
    <Surround value={surroundings}>
      <div class={compact ? 'screen screen--compact' : 'screen'}>
        <Header actions={actions} />
        <main class="main">
          <Workbench notice={notice} news={news} drawing={drawing} compact={compact} />
        </main>
      </div>
    </Surround>
  );
}

/** The form and its results. Only under `<Surround>`. */
export function Workbench({
  notice,
  news,
  drawing,
  compact = false,
}: Pick<ScreenProps, 'notice' | 'news' | 'drawing' | 'compact'>) {
  return (
    <>
      <Composer compact={compact} />
      <Results notice={notice} news={news} drawing={drawing} compact={compact} />
    </>
  );
}

function Results({
  notice,
  news,
  drawing,
  compact,
}: Pick<ScreenProps, 'notice' | 'news' | 'drawing' | 'compact'>) {
  const { screen, t } = useScreen();
  const runs = screen.runs.value;
  const { prompt } = screen.settings.value;
  return (
    <section class="results" aria-label={t.results.title}>
      <h2 class="unseen">{t.results.title}</h2>
      <StatusLine />
      {news}
      {notice}
      {runs.length === 0 && !notice && <EmptyState drawing={drawing} />}
      <Viewing runs={runs}>
        {runs.map((run, index) => (
          <RunView
            key={run.number}
            run={run}
            noticed={Boolean(notice)}
            headless={compact === true && index === 0 && (screen.folded.value || isInForm(run, prompt))}
          />
        ))}
      </Viewing>
    </section>
  );
}

/** Whether the form shows the prompt of a run that has no result yet, so that the run needs no heading. */
function isInForm({ phase, input }: Run, prompt: string): boolean {
  return input.prompt === prompt && (phase === 'running' || phase === 'refused');
}
