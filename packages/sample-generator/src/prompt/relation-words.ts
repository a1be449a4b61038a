/** The position of a thing relative to the thing named before it: "a cat [on] a table". */
export type Relation =
  | 'on'
  | 'under'
  | 'in'
  | 'with'
  | 'hold'
  | 'wear'
  | 'ride'
  | 'over'
  | 'of'
  | 'and'
  | 'beside';

const PHRASES: readonly (readonly [Relation, string])[] = [
  ['on', 'on,on top of,onto,upon,atop,across,crossing'],
  ['under', 'under,underneath,beneath,below'],
  ['in', 'in,inside,into,inside of,out of'],
  ['with', 'with,has'],
  [
    'hold',
    'holding,holds,carrying,reading,playing,plays,eating,drinking,wielding,kicking,throwing,catching,using,' +
      'cooking,baking,pushing,pulling,waving,serving,hugging,swinging,flying a,pouring,waters,watering',
  ],
  ['wear', 'wearing,wears,dressed in,dressed as'],
  ['ride', 'riding,riding on,rides,driving,drives,steering,rowing'],
  ['over', 'over,above,jumping over,leaping over'],
  ['of', 'of,full of,filled with'],
  ['and', 'and,&,or'],
  [
    'beside',
    'next to,beside,near,by,in front of,behind,between,against,leaning against,around,playing with,at,chasing,' +
      'looking at,walking with,talking to',
  ],
];

export const RELATION_WORDS: ReadonlyMap<string, Relation> = new Map(
  PHRASES.flatMap(([relation, words]) =>
    words.split(',').map((word): [string, Relation] => [word, relation]),
  ),
);

/** Words before a thing that the prompt does not want. */
export const REFUSING_WORDS: ReadonlySet<string> = new Set(['no', 'without', 'not']);
