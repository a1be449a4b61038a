/**
 * Languages and themes in which axe examines every state. One combination shows both another language than the
 * sources' and the theme with the smaller contrasts; `npm run verify` examines all four.
 */
export const appearances = (['en', 'ja'] as const)
  .flatMap((language) => (['light', 'dark'] as const).map((theme) => ({ language, theme })))
  .filter(({ language, theme }) => process.env.SHOJI_THOROUGH || (language === 'ja' && theme === 'dark'));
