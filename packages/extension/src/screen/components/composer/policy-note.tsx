import type { PolicyFacts } from '../../client/policy.ts';
import { categoryName } from '../../text/reasons.ts';
import { useScreen } from '../context.ts';
import { InfoIcon } from '../icons.tsx';
import { OfferedGenerators } from './offered-generators.tsx';

/** Facts to know before the first picture: the policy, sample pictures, categories that no check covers. */
export function PolicyNote() {
  const { screen, t } = useScreen();
  const policy = screen.policy.value;
  if (!policy) return null;
  return (
    <div class="policy">
      {policy.generator?.kind === 'sample' && (
        <p class="policy__line">
          <InfoIcon />
          <span>
            <strong>{t.policy.sample}</strong> {t.policy.sampleBody}
          </span>
        </p>
      )}
      <OfferedGenerators />
      <p>{t.policy.name(policy.name)}</p>
      {policy.uncovered ? <Uncovered {...policy.uncovered} /> : <p>{t.policy.uncoveredUnknown}</p>}
    </div>
  );
}

function Uncovered({ prompt, image }: NonNullable<PolicyFacts['uncovered']>) {
  const { t } = useScreen();
  const lines = [
    { side: 'prompt', categories: prompt },
    { side: 'image', categories: image },
  ] as const;
  if (prompt.length + image.length === 0) return null;
  return (
    <details class="more">
      <summary class="more__summary">{t.policy.uncovered}</summary>
      {lines.map(
        ({ side, categories }) =>
          categories.length > 0 && (
            <p key={side}>
              {t.policy.uncoveredIn(
                side,
                categories.map((category) => categoryName(t, category)),
              )}
            </p>
          ),
      )}
    </details>
  );
}
