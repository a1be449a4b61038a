import { categoryName } from '../text/reasons.ts';
import { useScreen } from './context.ts';
import { InfoIcon } from './icons.tsx';

/** What a person should know before the first picture: whose policy it is, what makes the pictures, what nobody checks. */
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
      <p class="policy__small">{t.policy.name(policy.name)}</p>
      {policy.uncovered.length > 0 && (
        <p class="policy__small">
          {t.policy.uncovered(policy.uncovered.map((category) => categoryName(t, category)))}
        </p>
      )}
    </div>
  );
}
