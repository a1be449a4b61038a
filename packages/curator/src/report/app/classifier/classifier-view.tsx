import type { CheckSection, ClassifierReport } from '../../report-data.ts';
import { Warnings } from '../warnings.tsx';
import { Chart } from './chart.tsx';
import { FigureTable } from './figure-table.tsx';
import { Mistakes } from './mistakes.tsx';

/** The report on how well checks distinguish unsafe prompts from safe ones. */
export function ClassifierView({ report }: { readonly report: ClassifierReport }) {
  const { title, facts, warnings, sideBySide, charts, categories, checks } = report;
  return (
    <>
      <h1>{title}</h1>
      {facts.map((fact) => (
        <p key={fact} class="note">
          {fact}
        </p>
      ))}
      <Warnings texts={warnings} />
      <h2>Side by side</h2>
      <FigureTable table={sideBySide} />
      {charts.length > 0 && (
        <>
          <h2>Curves</h2>
          <div class="charts">
            {charts.map((chart) => (
              <Chart key={chart.id} chart={chart} />
            ))}
          </div>
        </>
      )}
      {categories && (
        <>
          <h2>By category</h2>
          <FigureTable table={categories} />
        </>
      )}
      {checks.map((check) => (
        <Section key={check.name} check={check} />
      ))}
    </>
  );
}

function Section({ check }: { readonly check: CheckSection }) {
  const { name, note, tables, mistakes } = check;
  return (
    <>
      <h2>{name}</h2>
      <p class="note">{note}</p>
      {tables.map(({ title, table }) => (
        <>
          <h3>{title}</h3>
          <FigureTable table={table} />
        </>
      ))}
      <h3>Worst mistakes</h3>
      {mistakes.map((each) => (
        <Mistakes key={each.title} check={name} mistakes={each} />
      ))}
    </>
  );
}
