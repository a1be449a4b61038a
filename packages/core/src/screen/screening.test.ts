import { describe, expect, it } from 'vitest';
import type { Engine, Observation } from '../generation/engine.ts';
import { standard, strict } from '../policy/presets.ts';
import { UnscreenedImage } from '../sealed/picture.ts';
import {
  type Behaviour,
  fakeClassifier,
  fakeCodec,
  fakeEngine,
  fakeModerator,
  fakeRules,
  finding,
} from '../testing/fakes.ts';
import type { PromptVerdict } from '../vocabulary/verdict.ts';
import { Account } from './ledger/account.ts';
import { createScreening } from './screening.ts';

const clean: PromptVerdict = {
  decision: 'allow',
  unchecked: false,
  unreadable: false,
  findings: [],
  checks: [],
  warnings: [],
};
const picture = () => new UnscreenedImage(new TextEncoder().encode('picture'));
const down = new Error('down');

function screened(parts: Partial<Engine> = {}, account?: Account) {
  const seen: Observation[] = [];
  const engine = fakeEngine({
    prices: { unit: 0.5 },
    observe: (observation) => seen.push(observation),
    ...parts,
  });
  const { signal } = new AbortController();
  const screening = createScreening(engine, { id: 'gen_1', signal, ...(account && { account }) });
  return { screening, seen, told: (type: Observation['type']) => seen.filter((each) => each.type === type) };
}

const ASKS: Readonly<Record<string, (screening: ReturnType<typeof screened>['screening']) => unknown>> = {
  prompt: (screening) => screening.prompt('a dog').report,
  image: (screening) => screening.image(picture(), clean),
  judge: (screening) => screening.judge(picture()),
};
const both = (behaviour: Behaviour<{ findings: []; usage?: { item: string; quantity: number }[] }>) => ({
  classifiers: [fakeClassifier(behaviour, 'check')],
  moderators: [fakeModerator(behaviour, 'check')],
});

describe.each(Object.entries(ASKS))('%s', (_, ask) => {
  it('reports to the operator why a check failed', async () => {
    const { screening, told } = screened(both(down));
    await ask(screening);
    expect(told('check-failed')).toEqual([
      {
        type: 'check-failed',
        id: 'gen_1',
        check: 'check',
        failure: 'error',
        cause: 'Error: down',
        error: down,
      },
    ]);
  });

  it('books the usage of a check, and reports it to the operator', async () => {
    const usage = [{ item: 'unit', quantity: 2 }];
    const { screening, told } = screened(both({ findings: [], usage }));
    await ask(screening);
    expect(screening.cost()).toEqual({ estimate: 1, items: [{ item: 'unit', quantity: 2, usd: 1 }] });
    expect(screening.usage()).toEqual(usage);
    expect(told('usage')).toEqual([{ type: 'usage', id: 'gen_1', by: 'check', usage, usd: 1 }]);
  });

  it('reports the notices of a check to the operator', async () => {
    const notice = { code: 'adapter-dropped', message: 'The adapter is not used.' };
    const report = { findings: [], notices: [notice] };
    const { screening, told } = screened({
      classifiers: [fakeClassifier(report, 'check')],
      moderators: [fakeModerator(report, 'check')],
    });
    await ask(screening);
    expect(told('notice')).toEqual([{ type: 'notice', id: 'gen_1', check: 'check', notice }]);
  });

  it('keeps the policy’s deadline', async () => {
    const deadlines = { ...standard.deadlines, classify: 5, moderate: 5 };
    const { screening, told } = screened({ ...both('hang'), policy: { ...standard, deadlines } });
    await ask(screening);
    expect(told('check-failed')).toMatchObject([{ failure: 'timeout' }]);
  });

  it('works the same with an observer that throws', async () => {
    const { screening } = screened({
      ...both(down),
      observe: () => {
        throw new Error('the observer is broken');
      },
    });
    await expect(ask(screening)).resolves.toBeDefined();
  });

  it('ends with its signal and its reason', async () => {
    const gone = new AbortController();
    const engine = fakeEngine(both('hang'));
    const asked = ask(createScreening(engine, { id: 'gen_1', signal: gone.signal }));
    gone.abort(new Error('gone'));
    await expect(asked).rejects.toThrow('gone');
  });
});

it('books usage at once, even if another check never answers', async () => {
  const usage = [{ item: 'unit', quantity: 1 }];
  const parts = {
    classifiers: [fakeClassifier({ findings: [], usage }, 'paid'), fakeClassifier('hang', 'slow')],
    moderators: [fakeModerator({ findings: [], usage }, 'paid'), fakeModerator('hang', 'slow')],
  };
  const gone = new AbortController();
  const screening = createScreening(fakeEngine(parts), { id: 'gen_1', signal: gone.signal });
  const asked = Object.values(ASKS).map((ask) => ask(screening));
  const slow = [...parts.classifiers, ...parts.moderators].filter(({ name }) => name === 'slow');
  await expect.poll(() => slow.map(({ calls }) => calls.length)).toEqual([1, 2]);
  gone.abort(new Error('gone'));
  await Promise.allSettled(asked);
  expect(screening.usage()).toEqual([{ item: 'unit', quantity: 3 }]);
});

describe('where no check is configured', () => {
  it('nothing passes, and the operator gets the cause', async () => {
    const { screening, told } = screened({ rules: [], classifiers: [], moderators: [] });
    expect((await screening.prompt('a dog').report).verdict.unchecked).toBe(true);
    expect(await screening.prompt('a dog').released).toBeUndefined();
    expect((await screening.image(picture(), clean)).image.decision).toBe('withhold');
    expect(told('check-failed')[0]).toMatchObject({ cause: 'Error: No check is configured.' });
  });
});

describe('a prompt', () => {
  it('is explained as far as the policy allows, and judged in full', async () => {
    const rules = [fakeRules([finding('sexual', 0.9, { label: 'a word', span: [2, 5] })])];
    const { screening } = screened({ rules, policy: { ...strict, explain: 'none' } });
    const { verdict, told } = await screening.prompt('a dog').report;
    expect([verdict.findings.length, told.findings.length]).toEqual([1, 0]);
    expect(await screening.prompt('a dog').released).toBeUndefined();
  });

  it('reports its findings to the operator', async () => {
    const { screening, told } = screened({ rules: [fakeRules([finding('suggestive')])] });
    await screening.prompt('a dog').report;
    expect(told('prompt-findings')).toMatchObject([{ findings: [{ category: 'suggestive' }] }]);
  });

  it('has no deadline when it is set to infinity', async () => {
    const answered = Promise.withResolvers<{ findings: [] }>();
    const slow = { ...fakeClassifier(), classify: () => answered.promise };
    const { screening } = screened({ classifiers: [slow] });
    const { report } = screening.prompt('a dog', { ms: Number.POSITIVE_INFINITY });
    setTimeout(answered.resolve, 20, { findings: [] });
    expect((await report).verdict.unchecked).toBe(false);
  });

  it('is redacted from the logged failures of its request', async () => {
    const classifiers = [fakeClassifier(new Error('422: unknown word giraffe'))];
    const { screening, told } = screened({ classifiers });
    await screening.prompt({ prompt: 'a velvet giraffe' }).report;
    expect(told('check-failed')).toMatchObject([{ cause: 'Error: 422: unknown word …' }]);
  });

  it('may be ignored without an unhandled rejection', async () => {
    const gone = new AbortController();
    const engine = fakeEngine({ classifiers: [fakeClassifier('hang')] });
    createScreening(engine, { id: 'gen_1', signal: gone.signal }).prompt('a dog');
    gone.abort(new Error('gone'));
    // An unhandled rejection is raised before the next timer.
    await new Promise((resolve) => setTimeout(resolve));
  });
});

describe('a picture', () => {
  it('whose call ends during the blur ends with the call, which is not a failure', async () => {
    const call = new AbortController();
    const codec = fakeCodec('hang');
    const blurs = Promise.withResolvers<void>();
    const seen: Observation[] = [];
    const engine = fakeEngine({
      moderators: [fakeModerator({ findings: [finding('nudity', 0.6)] })],
      codec: {
        ...codec,
        blur: (...given) => {
          blurs.resolve();
          return codec.blur(...given);
        },
      },
      observe: (observation) => seen.push(observation),
    });
    const asked = createScreening(engine, { id: 'gen_1', signal: call.signal }).image(picture(), clean);
    const ended = expect(asked).rejects.toThrow('client left');
    await blurs.promise;
    call.abort(new Error('client left'));
    await ended;
    expect(seen.filter(({ type }) => type === 'check-failed')).toEqual([]);
  });

  it('that cannot be blurred is withheld, and the operator gets the cause', async () => {
    const { screening, told } = screened({
      moderators: [fakeModerator({ findings: [finding('nudity', 0.6)] })],
      codec: fakeCodec(down),
    });
    const { image, judgement } = await screening.image(picture(), clean);
    expect([image.decision, image.shown]).toEqual(['withhold', null]);
    expect(image.warnings.map(({ code }) => code)).toContain('check_failed');
    expect(judgement.checks.at(-1)).toMatchObject({ check: 'pixels', status: 'failed', reason: 'error' });
    expect(told('check-failed')).toMatchObject([{ check: 'pixels', error: down }]);
  });

  it('that cannot be decoded is withheld, and the operator gets the cause', async () => {
    const codec = { ...fakeCodec(), normalise: () => Promise.reject(down) };
    const { screening, told } = screened({ codec });
    expect((await screening.image(picture(), clean)).image.decision).toBe('withhold');
    expect(told('check-failed')).toMatchObject([{ check: 'pixels', failure: 'error' }]);
  });
});

it('books the usage of the texts that were read before the deadline', async () => {
  const account = new Account({ unit: 0.5 });
  const usage = [{ item: 'unit', quantity: 1 }];
  const classifier = {
    ...fakeClassifier(),
    classify: (text: string) =>
      text === 'a cat' ? new Promise<never>(() => {}) : Promise.resolve({ findings: [], usage }),
  };
  const { screening } = screened({ classifiers: [classifier] }, account);
  const { report } = screening.prompt({ prompt: 'a dog', others: ['a cat', 'a cow'] }, { ms: 20 });
  expect((await report).verdict.unchecked).toBe(true);
  expect(account.cost().estimate).toBe(1);
});

it('books all usage of one request into one account', async () => {
  const account = new Account({ unit: 0.5 });
  const usage = [{ item: 'unit', quantity: 1 }];
  const first = screened(both({ findings: [], usage }), account).screening;
  const second = screened(both({ findings: [], usage }), account).screening;
  await Promise.all([first.prompt('a dog').report, second.image(picture(), clean), first.judge(picture())]);
  expect(account.cost().estimate).toBe(1.5);
});

it('exposes only the parts that its engine has', () => {
  const { policy, rules, classifiers, moderators, codec } = fakeEngine();
  const options = { id: 'gen_1', signal: new AbortController().signal };
  expect(createScreening({ policy, rules, classifiers }, options)).not.toHaveProperty('image');
  expect(createScreening({ policy, moderators, codec }, options)).not.toHaveProperty('prompt');
});
