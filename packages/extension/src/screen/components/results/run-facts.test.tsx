import { expect, it } from 'vitest';
import { draw } from '../../../testing/draw.tsx';
import { completedOf, INPUT } from '../../../testing/runs.ts';
import { RunFacts } from './run-facts.tsx';

const facts = (container: Element) =>
  [...container.querySelectorAll('dt')].map((term) => [
    term.textContent,
    term.nextElementSibling?.textContent,
  ]);

const completed = completedOf({
  attempts: 2,
  seeds: [7, 8],
  generator: { name: 'sd-v2-1-base', kind: 'model' },
  timings: { total: 15_441, rules: 0.21, classify: 181, generate: 14_800, moderate: 460, other: 3 },
  cost: 0.0173,
  checks: [
    { check: 'rules', on: 'prompt', status: 'passed', ms: 0.2 },
    { check: 'rekognition', on: 'image', status: 'failed', ms: 1460 },
  ],
});

it('lists the duration and the checks of the run, stage by stage', () => {
  const { page } = draw(<RunFacts input={INPUT} completed={completed} />);
  expect(facts(page.container)).toEqual([
    ['Prompt rules', '0.21 ms'],
    ['Prompt classifiers', '181 ms'],
    ['Generation', '14.8 s'],
    ['Picture checks', '460 ms'],
    ['Total', '15.4 s'],
    ['Attempts', '2'],
    ['Seeds', '7, 8'],
    ['Generator', 'sd-v2-1-base'],
    ['Estimated cost', 'US$ 0.017'],
    ['Checks', expect.any(String)],
  ]);
  expect(page.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    'rules (prompt): passed, 0.2 ms',
    'rekognition (picture): could not check, 1.46 s',
  ]);
});

it('lists them in Japanese', () => {
  const { page } = draw(<RunFacts input={INPUT} completed={completed} />, { language: 'ja' });
  expect(facts(page.container).slice(-3)).toEqual([
    ['生成器', 'sd-v2-1-base'],
    ['費用の目安', '0.017 米ドル'],
    ['検査', expect.stringContaining('rekognition（画像）：検査できず、1.46 秒')],
  ]);
});

it('is folded, with the total duration in its summary', () => {
  const { page } = draw(<RunFacts input={INPUT} completed={completed} />);
  const summary = page.getByText('Timings and details');
  expect(summary.closest('details')).not.toHaveAttribute('open');
  expect(summary).toHaveTextContent('Timings and details15.4 s');
});

it('leaves out unknown values', () => {
  const { page } = draw(<RunFacts input={INPUT} completed={completedOf({ timings: { rules: 0 } })} />);
  expect(page.getByText('Timings and details')).toHaveTextContent(/^Timings and details$/);
  expect(facts(page.container)).toEqual([
    ['Prompt rules', '0 ms'],
    ['Attempts', '1'],
    ['Seeds', '7'],
  ]);
});

it('marks sample pictures as samples, and says that free checks cost nothing', () => {
  const { page } = draw(
    <RunFacts
      input={INPUT}
      completed={completedOf({ generator: { name: 'sample', kind: 'sample' }, cost: 0 })}
    />,
  );
  expect(facts(page.container)).toContainEqual(['Generator', 'sample (Sample pictures)']);
  expect(facts(page.container)).toContainEqual(['Estimated cost', 'US$ 0.000']);
});

it('lists what was chosen from the lists of the server', () => {
  const loras = [
    { name: 'clay', weight: 0.5 },
    { name: 'ink', weight: -1 },
  ];
  const input = { ...INPUT, model: 'sd_xl', sampler: 'Euler a', scheduler: 'karras', loras };
  const listed = facts(draw(<RunFacts input={input} completed={completed} />).page.container);
  expect(listed.slice(8, 12)).toEqual([
    ['Model', 'sd_xl'],
    ['LoRA', 'clay (0.5), ink (-1)'],
    ['Sampler', 'Euler a'],
    ['Scheduler', 'karras'],
  ]);
});
