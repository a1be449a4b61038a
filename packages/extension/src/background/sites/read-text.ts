import type { TextLint } from '../../lint/lint.ts';
import type { PromptPolicy } from '../../screen/client/policy.ts';
import { joinConcerns } from '../../screen/prompt/concerns.ts';
import { markedWords } from '../../screen/prompt/marks.ts';
import type { Concern, Rewording } from '../../screen/state/lint.ts';
import { catalogues } from '../../screen/text/catalogues.ts';
import type { Language } from '../../screen/text/languages.ts';
import { hintOf, promptReason } from '../../screen/text/reasons.ts';
import {
  MOST_CHARACTERS,
  type OfferedRewording,
  type TextAnswer,
  type TextConcern,
} from '../../sites/protocol.ts';
import { siteTexts } from '../../sites/text/index.ts';
import { storedConnection } from '../../storage/connection.ts';
import { parsePreferences } from '../../storage/preferences.ts';
import { knownPolicy, preferences } from '../../storage/values.ts';

/** Words of one concern that rewordings are offered for. More would make the list longer than the text. */
const MOST_WORDS = 3;

/**
 * The concerns of the last known policy about the text of a box, in the person's language. Nothing is sent.
 * @param lint Runs in the background, so that a page does not load its word lists.
 */
export async function readText(text: string, lint: TextLint, language: Language): Promise<TextAnswer> {
  const policy = await promptPolicy();
  if (policy && !lint.canRead(text)) return refuseText('tooManyReadings', language);
  const concerns = policy
    ? joinConcerns(lint.words(text, policy), await lint.whole(text, policy).catch(() => []))
    : [];
  const { box } = siteTexts[language];
  return {
    ...(await cardIn(language)),
    title: box.title,
    open: box.open(concerns.length),
    concerns: concerns.map((concern) =>
      told(text, concern, language, (span, category) =>
        policy ? lint.rewordings(text, span, category, policy) : [],
      ),
    ),
  };
}

/** Says of a text why it is not read, so that a box without underlines does not pass for a checked one. */
export async function refuseText(
  why: 'tooLong' | 'tooManyReadings',
  language: Language,
): Promise<TextAnswer> {
  const { title, open, tooLong, tooManyReadings } = siteTexts[language].box.unread;
  const unread = why === 'tooLong' ? tooLong(MOST_CHARACTERS) : tooManyReadings;
  return { ...(await cardIn(language)), title, open, unread, concerns: [] };
}

async function cardIn(language: Language): Promise<Pick<TextAnswer, 'language' | 'theme' | 'close'>> {
  const { theme } = parsePreferences(await preferences.read());
  return { language, theme, close: siteTexts[language].box.close };
}

async function promptPolicy(): Promise<PromptPolicy | undefined> {
  const [known, { origin }] = await Promise.all([knownPolicy.read(), storedConnection()]);
  return known?.origin === origin ? known.facts.prompt : undefined;
}

function told(
  text: string,
  concern: Concern,
  language: Language,
  rewordingsOf: (span: Concern['spans'][number], category: string) => readonly Rewording[],
): TextConcern {
  const t = catalogues[language];
  const { box } = siteTexts[language];
  const { category, decision, spans } = concern;
  const words = markedWords(text, spans);
  const whole = spans.length === 0;
  const first = spans.filter(
    (span, at) => spans.findIndex((other) => text.slice(...other) === text.slice(...span)) === at,
  );
  const rewordings = first.slice(0, MOST_WORDS).flatMap((span) =>
    rewordingsOf(span, category).map(({ word, ...change }): OfferedRewording => {
      const label = word === '' ? t.lint.leaveOut : t.quoted([word]);
      return { ...change, label: first.length > 1 ? box.inPlaceOf(text.slice(...span), label) : label };
    }),
  );
  return {
    decision,
    effect: (whole ? '' : t.quoted(words) + t.gap) + t.lint[whole ? 'whole' : 'word'][decision],
    reason: [promptReason(t, category), hintOf(t, category)].filter(Boolean).join(t.gap),
    spans,
    rewordings,
  };
}
