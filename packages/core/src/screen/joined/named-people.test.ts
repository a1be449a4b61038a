import { expect, it } from 'vitest';
import { presets } from '../../policy/presets.ts';
import { fakeEngine } from '../../testing/fakes.ts';
import { namedPeople } from '../../text/people/named-people.ts';
import { rules } from '../../text/rules.ts';
import { judgePrompt } from '../judge-prompt.ts';

const people = namedPeople({ names: ['Jane Example'] });

async function judged(prompt: string, preset: keyof typeof presets) {
  const engine = fakeEngine({ policy: presets[preset], rules: [rules(), people], classifiers: [] });
  const options = { ms: 60_000, signal: new AbortController().signal, turn: 'a', ran: () => {} };
  return (await judgePrompt({ prompt, others: [], names: [] }, engine, options).judgement).verdict;
}

it.each(['strict', 'standard', 'mature'] as const)(
  'a listed name alone is untouched under %s',
  async (preset) => {
    const { decision, warnings } = await judged('a portrait of Jane Example in oil', preset);
    expect({ decision, warnings }).toEqual({ decision: 'allow', warnings: [] });
  },
);

it.each(['strict', 'standard'] as const)(
  'a listed name beside violent words is warned of under %s',
  async (preset) => {
    const { decision, warnings } = await judged('Jane Example shot dead in a pool of blood', preset);
    expect(decision).not.toBe('allow');
    expect(warnings).toContainEqual(
      expect.objectContaining({ category: 'real-person', check: 'named-people' }),
    );
  },
);
