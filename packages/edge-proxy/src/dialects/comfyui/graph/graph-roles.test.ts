import { describe, expect, it } from 'vitest';
import { mapStrings, type Reading, surveyJson } from '../../../providers/http/reading.ts';
import { graphRoles, withNegative, workflowJson } from './index.ts';
import { type Nodes, pictureOf, reading, screened } from './workflow.test-helper.ts';

const TERMS = 'operator one, operator two';

function survey(options: Parameters<typeof pictureOf>[0], nodes: Nodes = {}, allowedNodes: string[] = []) {
  const found = reading(pictureOf(options, nodes), { allowedNodes });
  const injection = withNegative(found.workflow, TERMS);
  const roles: Reading = graphRoles(found, injection);
  const body = workflowJson(injection.workflow);
  return { found, body, roles, survey: surveyJson(body, roles) };
}

describe('graphRoles', () => {
  const shared: Nodes = {
    pair: ['ControlNetApplyAdvanced', { positive: ['yes', 0], negative: ['yes', 0], odd: 'words' }],
    sampler: [
      'KSampler',
      { ...pictureOf({}).get('sampler')?.inputs, positive: ['pair', 0], negative: ['pair', 1] },
    ],
  };
  const vouched: Nodes = { made: ['Wildcards', { text: 'ugly', deep: { __value__: [{ key: 'inner' }] } }] };

  it.each([
    ['an encoder of each side', {}, {}],
    ['a shared encoder', {}, shared],
    ['a text of an allowed node', { negative: ['made', 0] }, vouched],
    ['a prompt of an allowed node', { positive: ['made', 0] }, vouched],
  ] as [string, object, Nodes][])(
    'have every string screened, except what is negative: %s',
    (_, options, nodes) => {
      const { found, survey: sent } = survey(options, nodes, ['Wildcards']);
      const known = new Set(screened(found));
      expect([...sent.prompts, ...sent.names].filter((text) => !known.has(text))).toEqual([]);
      expect(sent.pictures).toEqual([]);
      const negatives = new Set([...sent.negatives].filter((text) => !known.has(text)));
      for (const { text } of found.negative) negatives.delete(text);
      // What is left is the proxy's own: the addition, links and classes of added nodes.
      const own = [...negatives].filter(
        (text) => !text.startsWith(TERMS) && !/^(\d+|StringConcatenate|, )$/.test(text),
      );
      expect(own).toEqual([]);
    },
  );

  it('write the workflow again as it is', () => {
    const { body, roles, survey: sent } = survey({}, shared);
    let next = 0;
    const written = mapStrings(body, roles, {
      key: () => {},
      text: (value, role) =>
        role === 'negative' && value !== '' ? (sent.negatives[next++] ?? 'lost') : value,
    });
    expect(written).toEqual(body);
    expect(next).toBe(sent.negatives.length);
  });

  it('keep what is negative so where nothing was put in front of it', () => {
    const { survey: sent } = survey({ cfg: 1 });
    expect(sent.negatives).toEqual(['blurry']);
    expect(sent.prompts).toEqual(['a cat']);
  });

  it('tell prompts, negatives and names apart', () => {
    const { survey: sent } = survey({}, { show: ['PreviewAny', { source: 'words' }] });
    expect(sent.prompts.toSorted()).toEqual(['a cat', 'words']);
    expect(sent.negatives).toEqual([`${TERMS}, blurry`]);
    expect(sent.names).toEqual(
      expect.arrayContaining(['euler', 'base.safetensors', 'KSampler', 'ComfyUI', 'save']),
    );
  });
});
