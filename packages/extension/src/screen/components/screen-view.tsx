import { useMemo } from 'preact/hooks';
import type { Screen } from '../state/screen.ts';
import { Composer } from './composer.tsx';
import { createSurroundings, Surround, useScreen } from './context.ts';
import { EmptyState } from './empty-state.tsx';
import { Header } from './header.tsx';
import { RunView } from './run-view.tsx';
import { StatusLine } from './status-line.tsx';

/** The creator's whole screen, on whichever surface. */
export function ScreenView({ screen }: { screen: Screen }) {
  const surroundings = useMemo(() => createSurroundings(screen), [screen]);
  return (
    <Surround value={surroundings}>
      <div class="screen">
        <Header />
        <main class="main">
          <Composer />
          <Results />
        </main>
      </div>
    </Surround>
  );
}

function Results() {
  const { screen, t } = useScreen();
  const runs = screen.runs.value;
  return (
    <section class="results" aria-label={t.results.title}>
      <h2 class="unseen">{t.results.title}</h2>
      <StatusLine />
      {runs.length === 0 && <EmptyState />}
      {runs.map((run) => (
        <RunView key={run.number} run={run} />
      ))}
    </section>
  );
}
