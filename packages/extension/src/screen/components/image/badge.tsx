import { useScreen } from '../context.ts';
import { BlurIcon, CheckIcon, EyeIcon, UncheckedIcon, WithheldIcon } from '../icons.tsx';
import type { Verdict } from './verdict.ts';

/** The decision on a picture, as a word with an icon. @param uncovered Whether a blurred picture is revealed. */
export function Badge({ verdict, uncovered }: { verdict: Verdict; uncovered: boolean }) {
  const { t } = useScreen();
  const { kind, label } = verdict;
  const covers = { clear: CheckIcon, blur: BlurIcon, withhold: WithheldIcon, unchecked: UncheckedIcon };
  const Icon = uncovered ? EyeIcon : covers[kind];
  return (
    <span class={`badge badge--${kind}`}>
      <Icon />
      {uncovered ? t.image.uncovered : label}
    </span>
  );
}
