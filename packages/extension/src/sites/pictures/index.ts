import { ask, onSitesChanged } from '../background.ts';
import type { CoveredAnswer, PictureAnswer } from '../protocol.ts';
import { siteTexts } from '../text/index.ts';
import { readHere } from './bytes.ts';
import { keepPictures, type Picture } from './keeper.ts';
import { createNotice } from './notice.ts';

/** On the root element: `off` uncovers everything, after the person has turned it off. */
const SWITCH = 'data-shoji-pictures';

declare global {
  /** Set while this script runs in a page, in which the background may start it again. */
  var shojiCoversPictures: boolean | undefined;
}

if (!globalThis.shojiCoversPictures) run();

/** Covers the pictures of a page until they are judged, in the pages of a site where the person has turned it on. */
function run(): void {
  globalThis.shojiCoversPictures = true;
  const root = document.documentElement;
  const switchOn = () => root.removeAttribute(SWITCH);
  switchOn();
  // The page may write the attribute, too.
  const switched = new MutationObserver(switchOn);
  switched.observe(root, { attributeFilter: [SWITCH] });
  void ask({ type: 'cover-frame' }).catch(() => undefined);
  const ended = new AbortController();
  const { signal } = ended;
  const asked = new Map<string, Promise<PictureAnswer>>();
  let at = -1;

  const keeper = keepPictures(judge, () => notice.count(keeper.covered()));
  const notice = createNotice({
    reveal: (picture) => keeper.reveal(picture),
    again,
    allow: () => void ask({ type: 'show-site' }).catch(() => undefined),
    next,
  });

  /** The verdict on the picture at an address, asked once for all places where it is shown. */
  function judge(url: string): Promise<PictureAnswer> {
    const known = asked.get(url) ?? judgeNow(url);
    asked.set(url, known);
    return known;
  }

  async function judgeNow(url: string): Promise<PictureAnswer> {
    try {
      const b64 = await readHere(url);
      const answer = await ask({ type: 'judge-picture', url, ...(b64 !== undefined && { b64 }) });
      if (answer) return answer;
      const features = await ask({ type: 'site-features' });
      if (features?.pictures === false) end();
      return notJudged('unanswered');
    } catch {
      // The extension is gone; nothing can be judged, so nothing is uncovered.
      return notJudged('gone');
    }
  }

  function again(): void {
    asked.clear();
    keeper.again();
  }

  /** Goes to the next covered picture of the page. */
  function next(): void {
    const covered = keeper.covered();
    at = (at + 1) % covered.length;
    const picture = covered[at];
    if (!picture) return;
    picture.element.scrollIntoView({ block: 'center' });
    notice.open(picture, true);
  }

  function end(): void {
    ended.abort();
    keeper.stop();
    stopHearing();
    notice.host.remove();
    switched.disconnect();
    root.setAttribute(SWITCH, 'off');
    globalThis.shojiCoversPictures = undefined;
  }

  const stopHearing = onSitesChanged(() => {
    ask({ type: 'site-features' }).then(
      (features) => {
        if (features?.pictures === false) end();
        // Access to a host of pictures may have been given.
        else again();
      },
      () => undefined,
    );
  });

  document.addEventListener(
    'click',
    (event) => {
      if (!event.isTrusted || event.target === notice.host) return;
      const picture: Picture | undefined = keeper.at(event.clientX, event.clientY);
      if (!picture?.answer) return notice.close();
      event.preventDefault();
      event.stopImmediatePropagation();
      notice.open(picture, false);
    },
    { capture: true, signal },
  );
  document.addEventListener(
    'keydown',
    ({ key }) => {
      if (key === 'Escape') notice.close();
    },
    { signal },
  );
}

function notJudged(why: 'gone' | 'unanswered'): CoveredAnswer {
  const language = navigator.language.toLowerCase().startsWith('ja') ? 'ja' : 'en';
  return {
    state: 'unchecked',
    reasons: [siteTexts[language].picture[why]],
    revealable: false,
    help: undefined,
    language,
    theme: 'system',
  };
}
