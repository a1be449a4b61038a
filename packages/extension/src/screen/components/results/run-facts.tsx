import type { Completed, GenerationInput } from '../../client/events.ts';
import { useScreen } from '../context.ts';

const STAGES = ['rules', 'classify', 'generate', 'moderate', 'total'] as const;

/** Timings, attempts, seeds, chosen names, cost and check results of a run. */
export function RunFacts({ input, completed }: { input: GenerationInput; completed: Completed }) {
  const { t } = useScreen();
  const { attempts, seeds, generator, timings, cost, checks } = completed;
  const { model, sampler, scheduler, loras } = input;
  const chosen = [
    [t.form.model, model],
    [t.form.lora, loras && t.facts.loras(loras)],
    [t.form.sampler, sampler],
    [t.form.scheduler, scheduler],
  ] as const;
  const total = timings.total;
  return (
    <details class="more facts">
      <summary class="more__summary">
        {t.facts.title}
        {total !== undefined && <span class="facts__short">{t.facts.duration(total)}</span>}
      </summary>
      <dl class="facts__list">
        {STAGES.map((stage) => {
          const ms = timings[stage];
          return (
            ms !== undefined && (
              <Fact key={stage} name={t.facts.stages[stage]}>
                {t.facts.duration(ms)}
              </Fact>
            )
          );
        })}
        <Fact name={t.facts.attempts}>{attempts}</Fact>
        <Fact name={t.facts.seeds}>{seeds.join(', ')}</Fact>
        {generator && (
          <Fact name={t.facts.generator}>
            {generator.name}
            {generator.kind === 'sample' && ` (${t.policy.sample})`}
          </Fact>
        )}
        {chosen.map(
          ([name, value]) =>
            value !== undefined && (
              <Fact key={name} name={name}>
                <bdi>{value}</bdi>
              </Fact>
            ),
        )}
        {cost !== undefined && <Fact name={t.facts.cost}>{t.facts.dollars(cost)}</Fact>}
        {checks.length > 0 && (
          <Fact name={t.facts.checks}>
            <ul class="facts__checks">
              {checks.map(({ check, on, status, ms }, index) => (
                <li key={index}>
                  {t.facts.check(check, on, t.facts.outcomes[status], t.facts.duration(ms))}
                </li>
              ))}
            </ul>
          </Fact>
        )}
      </dl>
    </details>
  );
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return (
    <div class="facts__fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
