/** The only way to unscreened bytes. Import it where pictures are decoded or judged, and nowhere else. */
export { openJudged, openShown, openUnscreened } from './picture.ts';
