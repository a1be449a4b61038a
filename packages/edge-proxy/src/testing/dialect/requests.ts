import { type ConformanceCase, demand } from '@shoji/core/testing';
import { negativePromptTerms } from '@shoji/core/text';
import { ADDRESSES, ENCODINGS, leaks } from '../encodings.ts';
import { BANNED, screeningEngine } from '../engine.ts';
import { shadesOf } from '../pictures.ts';
import { at, objectPlaces, type Place, placesOf, planted, stringPlaces } from '../places.ts';
import { REQUEST_WAYS, type Way, WRITINGS } from '../ways.ts';
import { answerWith, type Bench, bodyWith, carrierOf, requestOf, withBench, withPicture } from './bench.ts';
import type { DialectSample, RouteSample } from './sample.ts';

/** The cases about the requests of one route. */
export function requestCases({ make }: DialectSample, route: RouteSample): ConformanceCase[] {
  const { method = 'POST', path, prompts = [], negatives = [], pictures = [] } = route;
  const named = (what: string, work: (bench: Bench, body: unknown) => Promise<void>): ConformanceCase => ({
    name: `${method} ${path}: ${what}`,
    run: () =>
      withBench(make, async (bench) => {
        const green = await shadesOf('green');
        bench.tell(answerWith(route, green));
        await work(bench, bodyWith(route, green));
      }),
  });
  const cases = [
    named('passes the sample on', async (bench, body) => {
      const { status, body: answer } = await bench.ask(requestOf(route, body));
      demand(status >= 200 && status < 300, `the sample was answered with status ${status}: ${answer}`);
      demand(bench.heard.length > 0, 'the server was not asked');
      for (const place of prompts) {
        const text = String(at(body, place));
        demand(spelledIn(bench.bodies, text), `the server did not hear the prompt ${JSON.stringify(text)}`);
      }
    }),
  ];
  if (route.body === undefined) return cases;
  if (prompts.length > 0) {
    cases.push(
      named('hears no banned prompt, however it is written', async (bench, body) => {
        await hearsNothing(bench, prompts, WRITINGS, (write, place) =>
          requestOf(route, planted(body, place, write(BANNED))),
        );
      }),
      named('hears no banned prompt by another path, encoding or JSON', async (bench) => {
        const green = await shadesOf('green');
        await hearsNothing(bench, prompts, REQUEST_WAYS, (way: Way, place) => {
          const carrier = carrierOf(route, place, green);
          return carrier && way(carrier, BANNED);
        });
      }),
    );
  }
  cases.push(
    named('hears no banned word in any text or key', async (bench, body) => {
      const spared = [...negatives, ...pictures].map(String);
      const texts = stringPlaces(body)
        .filter((place) => !spared.includes(String(place)))
        .map((place) => planted(body, place, BANNED));
      const keys = objectPlaces(body).map((place) => planted(body, [...place, BANNED], 1));
      for (const sent of [...texts, ...keys]) {
        await bench.ask(requestOf(route, sent));
        demand(!bench.bodies.includes(BANNED), `the server heard ${BANNED} in ${JSON.stringify(sent)}`);
      }
    }),
    named('hears nothing of fields that no table names', async (bench, body) => {
      for (const place of objectPlaces(body)) {
        for (const value of ['some words', 7, true, { inner: 'some words' }, ['some words']]) {
          await bench.ask(requestOf(route, planted(body, [...place, UNKNOWN], value)));
          demand(
            !bench.bodies.includes(UNKNOWN),
            `the server heard a field ${[...place, UNKNOWN].join('.')}`,
          );
        }
      }
    }),
    named('hears no picture in any field, however it is written', async (bench, body) => {
      const crimson = await shadesOf('crimson', 24);
      for (const [index, [way, encode]] of Object.entries(ENCODINGS).entries()) {
        const written = encode(crimson);
        for (const place of picked(placesOf(body, FIELDS[index % FIELDS.length]), index)) {
          await bench.ask(requestOf(route, planted(body, place, written)));
          for (const { body: heard } of bench.heard)
            demand(
              !leaks(parsed(heard), written),
              `the server got a picture as ${way} at ${place.join('.')}`,
            );
        }
      }
    }),
    named('hears no address and no path where no check sees what is there', async (bench, body) => {
      const words = [...prompts, ...negatives].map(String);
      for (const [index, address] of ADDRESSES.entries()) {
        const places = placesOf(body, FIELDS[index % FIELDS.length]).filter(
          (each) => !words.includes(String(each)),
        );
        for (const place of picked(places, index)) {
          await bench.ask(requestOf(route, planted(body, place, address)));
          const told = bench.heard.map(({ body: heard }) => withoutPlaces(parsed(heard), words));
          demand(
            !JSON.stringify(told).includes(JSON.stringify(address)),
            `the server heard ${address} at ${place.join('.')}`,
          );
        }
      }
    }),
  );
  if (negatives.length > 0) {
    cases.push(
      named('gets the operator’s negative prompt', async (bench, body) => {
        await bench.ask(requestOf(route, body));
        const [term = ''] = negativePromptTerms(screeningEngine().policy);
        demand(
          bench.bodies.includes(term),
          `the operator's ${JSON.stringify(term)} is not in what the server heard`,
        );
      }),
    );
  }
  for (const place of pictures) {
    cases.push(
      named(`gets only a judged picture at ${place.join('.')}`, async (bench, body) => {
        for (const colour of ['crimson', 'azure'] as const) {
          const picture = await shadesOf(colour);
          await bench.ask(requestOf(route, withPicture(body, place, picture)));
          demand(
            !asksForPictures(bench, route),
            `the server was asked with a picture that is not clear (${colour})`,
          );
        }
        // Bytes after the end of a picture are not pixels, so no check has seen them.
        const trailing = Buffer.concat([await shadesOf('green'), Buffer.from(UNKNOWN)]);
        await bench.ask(requestOf(route, withPicture(body, place, trailing)));
        const runs = bench.bodies.match(/[A-Za-z0-9+/]{80,}={0,2}/g) ?? [];
        demand(
          [...bench.heard.map((each) => each.body), ...runs.map((run) => Buffer.from(run, 'base64'))].every(
            (bytes) => !bytes.includes(UNKNOWN),
          ),
          'the server got the bytes that the client sent in place of a picture made of its pixels',
        );
      }),
    );
  }
  return cases;
}

/** A name that no table has and no rule refuses. */
const UNKNOWN = 'afieldthatnotablehas';

/** Names of fields by which compatible servers take pictures and addresses. */
const FIELDS = ['image_url', 'reference_images', 'init_image', 'control_image', 'webhook', UNKNOWN];

/** Tries each way at each place. The server must receive no request: an ambiguous request is not forwarded. */
async function hearsNothing<WayOf>(
  bench: Bench,
  places: readonly Place[],
  ways: Readonly<Record<string, WayOf>>,
  write: (way: WayOf, place: Place) => Parameters<Bench['ask']>[0] | undefined,
): Promise<void> {
  const heard: string[] = [];
  for (const place of places) {
    for (const [name, way] of Object.entries(ways)) {
      const request = write(way, place);
      if (request === undefined) continue;
      const { status } = await bench.ask(request);
      if (bench.heard.some(({ method }) => method === 'POST')) heard.push(`${name} (${place.join('.')})`);
      demand(status !== 0, 'the proxy did not answer');
    }
  }
  demand(
    heard.length === 0,
    `the server was asked although the prompt is banned, written as: ${heard.join('; ')}`,
  );
}

/** Some of the places, different ones for each index, so that all of them are used. */
function picked(places: readonly Place[], index: number): Place[] {
  return [0, 7].slice(0, places.length).map((of) => places[(index + of) % places.length] ?? []);
}

function asksForPictures({ heard }: Bench, { path }: RouteSample): boolean {
  return heard.some(
    (request) => request.method === 'POST' && request.path.startsWith(path.split('?')[0] ?? path),
  );
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return body.toString();
  }
}

/** The value without these places. */
function withoutPlaces(value: unknown, places: readonly string[], here: Place = []): unknown {
  if (places.includes(String(here)) && here.length > 0) return '';
  if (Array.isArray(value)) return value.map((each, index) => withoutPlaces(each, places, [...here, index]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, withoutPlaces(each, places, [...here, key])]),
  );
}

/** Whether a text is in a JSON body, in JSON's escaping. */
function spelledIn(body: string, text: string): boolean {
  return body.includes(JSON.stringify(text).slice(1, -1));
}
