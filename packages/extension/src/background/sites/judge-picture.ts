import browser from 'webextension-polyfill';
import type { Connection } from '../../screen/client/connection.ts';
import { type Failure, failureOf } from '../../screen/client/errors.ts';
import { type ImageVerdict, moderateImage } from '../../screen/client/moderate.ts';
import { fetchPolicy, type PolicyFacts, parsePolicy } from '../../screen/client/policy.ts';
import { catalogues } from '../../screen/text/catalogues.ts';
import { factsOf } from '../../screen/text/failures/texts.ts';
import type { Language } from '../../screen/text/languages.ts';
import { sentencesOf } from '../../screen/text/reasons.ts';
import type { CoveredAnswer, PictureAnswer } from '../../sites/protocol.ts';
import { changeMissingHosts } from '../../storage/change-sites.ts';
import { parsePreferences, permissionFor } from '../../storage/preferences.ts';
import { patternOf } from '../../storage/sites.ts';
import { knownPolicy, preferences } from '../../storage/values.ts';
import { surfaceTexts } from '../../surface/text/texts.ts';
import { load } from '../check-image.ts';
import { asksToCover } from '../cover-more.ts';
import { atOnce } from './at-once.ts';
import { sessionVerdicts } from './verdicts.ts';

/** Deadline for loading a picture and its verdict together, in milliseconds, from when its turn has come. */
const DEADLINE_MS = 25_000;

/**
 * Pictures that are loaded and judged at the same time. A page shows dozens at once, and a proxy judges each on a core or
 * by a call that costs money: with four, the next one is there when a check ends, and no queue builds up in the proxy.
 */
const MOST_AT_ONCE = 4;

const limit = atOnce(MOST_AT_ONCE);
const verdicts = sessionVerdicts();
/** The policy of this background's lifetime, by proxy and key. */
const policies = new Map<string, Promise<string>>();

/** A picture of a page. */
interface PagePicture {
  readonly url: string;
  /** Its bytes, where the page may read them. */
  readonly b64?: string | undefined;
}

/**
 * Judges a picture of a page by the connected proxy. Whatever is in the way, the answer is that it stays covered, with
 * the reason.
 * @param site The site of the page, as the match pattern of its host.
 */
export async function judgePicture(
  picture: PagePicture,
  site: string,
  connection: Connection,
  language: Language,
  deadlineMs = DEADLINE_MS,
): Promise<PictureAnswer> {
  const { stricter, theme } = parsePreferences(await preferences.read());
  const t = catalogues[language];
  const texts = surfaceTexts[language].check;
  const covered = (
    state: CoveredAnswer['state'],
    reasons: readonly string[],
    more: Partial<Pick<CoveredAnswer, 'revealable' | 'help'>> = {},
  ): CoveredAnswer => ({ state, reasons, revealable: false, help: undefined, language, theme, ...more });

  return limit(async () => {
    const signal = AbortSignal.timeout(deadlineMs);
    const image =
      picture.b64 === undefined ? await load(picture.url, signal, { mayRead }) : { b64: picture.b64 };
    if (image === 'needs-permission') {
      await noteHost(site, picture.url);
      const { host } = new URL(picture.url);
      return covered('unchecked', [texts.permission(host)], { help: 'allow' });
    }
    if ('trouble' in image)
      return covered('unchecked', [texts.troubles[image.trouble](image.status)], { help: 'again' });
    try {
      const policy = await policyOf(connection, signal);
      const ask = () => moderateImage(connection, image.b64, { signal });
      const verdict = await verdicts.of(image.b64, `${connection.origin} ${policy}`, ask);
      return told(verdict, parsePolicy(policy));
    } catch (error) {
      const failure: Failure = signal.aborted ? { kind: 'silent' } : failureOf(error);
      const own = texts.failures[failure.kind];
      const reasons = own ? [own] : [t.failures[failure.kind].title, ...factsOf(t, failure)];
      return covered('unchecked', reasons, { help: 'again' });
    }
  });

  function told(
    { decision, unchecked, findings, warnings }: ImageVerdict,
    policy: PolicyFacts,
  ): PictureAnswer {
    const reasons = sentencesOf(t, warnings);
    if (unchecked) return covered('unchecked', reasons, { help: 'again' });
    const revealable = policy.reveal && !stricter.neverReveal;
    if (decision === 'clear')
      return asksToCover(findings, stricter)
        ? covered('blur', [t.ownWarnings.covered_by_you()], { revealable: !stricter.neverReveal })
        : { state: 'clear' };
    return covered(decision, reasons, { revealable: decision === 'blur' && revealable });
  }
}

function mayRead(url: string): Promise<boolean> {
  return browser.permissions.contains(permissionFor(url));
}

/**
 * The answer of `GET /v1/policy`, asked once in the lifetime of this background; a failure is asked again.
 * @throws ClientError
 */
function policyOf(connection: Connection, signal: AbortSignal): Promise<string> {
  const { origin, key } = connection;
  const id = `${origin} ${key}`;
  const known = policies.get(id);
  if (known) return known;
  const asked = fetchPolicy(connection, { signal });
  policies.set(id, asked);
  asked.then(
    (json) => knownPolicy.write({ origin, facts: parsePolicy(json) }),
    () => policies.delete(id),
  );
  return asked;
}

/** Notes the host of a picture, so that the side panel can offer to allow it. */
async function noteHost(site: string, url: string): Promise<void> {
  const pattern = patternOf(url);
  if (pattern === undefined) return;
  await changeMissingHosts(site, (hosts) => (hosts.includes(pattern) ? hosts : [...hosts, pattern]));
}
