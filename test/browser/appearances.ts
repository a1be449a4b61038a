/** Languages and themes in which axe examines every state. */
export const appearances = (['en', 'ja'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((theme) => ({ language, theme })),
);
