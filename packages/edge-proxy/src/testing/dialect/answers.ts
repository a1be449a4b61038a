import { type ConformanceCase, demand } from '@shoji/core/testing';
import { ENCODINGS, leaks } from '../encodings.ts';
import { coloursIn, shadesOf } from '../pictures.ts';
import { type Place, placesOf, planted } from '../places.ts';
import type { RawAnswer } from '../raw.ts';
import {
  answerWith,
  type Bench,
  bodyWith,
  jsonTold,
  requestOf,
  type Told,
  withBench,
  withPicture,
} from './bench.ts';
import type { DialectSample, RouteSample } from './sample.ts';

/** A word in the fields, headers and errors that no shape names. */
const SECRET = 'ofthisnothingistold';
const FAILURES = [400, 401, 404, 422, 429, 500, 503];

/** The cases about the answers of one route. */
export function answerCases({ make, failure }: DialectSample, route: RouteSample): ConformanceCase[] {
  const { method = 'POST', path, answer, made = [] } = route;
  const named = (what: string, work: (tell: Tell) => Promise<void>): ConformanceCase => ({
    name: `${method} ${path}: ${what}`,
    run: () =>
      withBench(make, async (bench) => {
        const body = bodyWith(route, await shadesOf('green'));
        await work((told) => askFor(bench, told, () => bench.ask(requestOf(route, body))));
      }),
  });
  const cases: ConformanceCase[] = [];
  for (const place of answer === 'picture' ? [[]] : made) {
    const where = place.length === 0 ? 'as its body' : `at ${place.join('.')}`;
    cases.push(
      named(`answers a picture ${where} only as it was screened`, async (tell) => {
        for (const colour of ['green', 'azure', 'crimson'] as const) {
          const picture = await shadesOf(colour);
          const told = await tell(pictureTold(route, place, picture, await shadesOf('green')));
          const colours = await coloursIn(told.bytes);
          if (colour === 'green')
            demand(colours.includes('green'), `a clear picture was not answered: ${told.body.slice(0, 300)}`);
          demand(!colours.includes('crimson'), 'a picture that must be withheld was answered');
          const own = answer === 'picture' ? picture.toString('latin1') : picture.toString('base64');
          const heard = answer === 'picture' ? told.bytes.toString('latin1') : told.body;
          if (colour !== 'green')
            demand(!leaks(heard, own), `the bytes of a ${colour} picture were answered`);
        }
      }),
    );
  }
  cases.push(
    named('answers no field of the server that no shape names', async (tell) => {
      const green = await shadesOf('green');
      const good = answerWith(route, green);
      const values = [SECRET, { inner: SECRET }, [SECRET], { [SECRET]: 1 }];
      const bodies =
        answer === 'picture' || typeof answer !== 'object'
          ? []
          : values.map((value) => planted(JSON.parse(String(good.body)), [...at(answer), SECRET], value));
      const headers = {
        'set-cookie': SECRET,
        location: `/${SECRET}`,
        'www-authenticate': `Basic realm="${SECRET}"`,
        'content-disposition': SECRET,
        'retry-after': SECRET,
        etag: SECRET,
        'x-other': SECRET,
      };
      const told = [
        ...bodies.map((body) => jsonTold(body)),
        { ...good, reason: SECRET, headers: { ...good.headers, ...headers } },
        ...FAILURES.map((status) => ({
          ...jsonTold({ ...failure, [SECRET]: SECRET }, status),
          reason: SECRET,
        })),
        ...FAILURES.map((status) => ({ ...jsonTold(failure, status), headers })),
        ...FAILURES.map((status) => ({
          status,
          headers: { 'content-type': 'text/html' },
          body: `<p>${SECRET}</p>`,
        })),
      ];
      for (const each of told) {
        const heard = await tell(each);
        const all = `${heard.reason} ${JSON.stringify(heard.headers)} ${heard.body}`;
        demand(
          !all.includes(SECRET),
          `the client was told what the server wrote beside its fields: ${each.body}`,
        );
      }
    }),
    named('answers an error with an error', async (tell) => {
      for (const status of FAILURES) {
        const told = await tell(jsonTold(failure, status));
        demand(told.status >= 400, `status ${status} of the server was answered with ${told.status}`);
      }
    }),
    named('answers no picture in any other field, however it is written', async (tell) => {
      const green = await shadesOf('green');
      const crimson = await shadesOf('crimson', 20);
      const good = answer === 'picture' ? undefined : JSON.parse(String(answerWith(route, green).body));
      const screened = made.map(String);
      const bases: (readonly [unknown, number])[] = [
        ...(good === undefined
          ? []
          : ([
              [good, 200],
              [good, 200],
            ] as const)),
        [failure, 400],
        [failure, 500],
      ];
      for (const [index, [way, encode]] of Object.entries(ENCODINGS).entries()) {
        const written = encode(crimson);
        const [base, status] = bases[index % bases.length] ?? [failure, 500];
        const places = placesOf(base).filter((place) => !screened.includes(String(place)));
        for (const place of [0, 5].map((of) => places[(index + of) % places.length] ?? ['more'])) {
          const told = await tell(jsonTold(planted(base, place, written), status));
          demand(
            !leaks(opened(told.body), written),
            `a picture as ${way} at ${place.join('.')} was answered (status ${status})`,
          );
        }
      }
    }),
  );
  return cases;
}

type Tell = (told: Told) => Promise<RawAnswer>;

async function askFor(bench: Bench, told: Told, ask: () => Promise<RawAnswer>): Promise<RawAnswer> {
  bench.tell(told);
  return ask();
}

/** The object with an answer's fields: the answer itself, or the first entry of a list. */
function at(answer: unknown): Place {
  return Array.isArray(answer) ? [0] : [];
}

function pictureTold(route: RouteSample, place: Place, picture: Buffer, others: Buffer): Told {
  const base = answerWith(route, others);
  if (route.answer === 'picture') return { ...base, body: picture };
  return jsonTold(withPicture(JSON.parse(String(base.body)), place, picture));
}

/** An answer as JSON, with JSON inside strings parsed too: clients read both. */
function opened(text: string): unknown {
  try {
    return inside(JSON.parse(text));
  } catch {
    return text;
  }
}

function inside(value: unknown): unknown {
  if (typeof value === 'string') return /^\s*[[{]/.test(value) ? opened(value) : value;
  if (Array.isArray(value)) return value.map(inside);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inside(each)]));
}
