import type { Random } from '../paint/random.ts';
import type { Subject } from '../prompt/read-prompt.ts';
import type { Relation } from '../prompt/relation-words.ts';
import { combine, isContainer } from './combine.ts';
import { type Drawn, drawnOf, together, widthOf } from './drawn.ts';
import { doing } from './heads.ts';

/** Things that lie on a table rather than stand on a floor. */
const TABLETOP =
  /^(food|drink|dishware|book|phone|computer|writing|office|mail|science|arts|game|music|light|time|money|award|plant-flower|heart|medical)/;

/** Whether a thing is seen from close by, on the table that is the room's foreground. */
export const isTabletop = ({ kind, icon }: { readonly kind: string; readonly icon: string }) =>
  TABLETOP.test(kind) || /^(potted-plant|cactus|fishbowl|wrapped-gift|glasses|jack-o-lantern)$/.test(icon);

/** Things that are one group in the picture, each a figure. */
interface Cluster {
  members: Drawn[];
}

/** Makes the figures of the subjects: things that touch each other become one. */
export function gather(subjects: readonly Subject[], random: Random): Drawn[] {
  const clusters: (Cluster | undefined)[] = [];
  subjects.forEach((subject, at) => {
    const figures = figuresOf(subject, random);
    const before = subject.link === undefined ? undefined : clusters[subject.link.to];
    const joined =
      before !== undefined && subject.link !== undefined && join(before, subject.link.relation, figures);
    clusters[at] = joined ? before : { members: figures };
  });
  return [...new Set(clusters)].flatMap((cluster) => cluster?.members ?? []);
}

function figuresOf({ choices, count, colour, action, has }: Subject, random: Random): Drawn[] {
  const first = Math.floor(random.next() * choices.length);
  // Several people are different people; several animals or things are alike.
  const isVaried = /^person/.test(choices[0].kind);
  return Array.from({ length: count }, (_, at) => {
    const chosen = choices[(first + (isVaried ? at : 0)) % choices.length] ?? choices[0];
    const figure = doing(drawnOf(chosen, colour), action);
    if (has === undefined) return figure;
    return combine([figure], has.relation, drawnOf(has.thing)) ?? figure;
  });
}

/** Adds figures to a cluster where the relation says that they touch. */
function join(cluster: Cluster, relation: Relation, figures: readonly Drawn[]): boolean {
  const [other] = figures;
  const last = cluster.members.at(-1);
  if (other === undefined || last === undefined) return false;
  if (relation === 'of') return fill(cluster, last, other);
  if (relation === 'and') {
    cluster.members.push(...figures);
    return true;
  }
  // The table is the foreground itself.
  if (relation === 'on' && other.icon === 'table' && cluster.members.every(isTabletop)) return true;
  const isOne = relation === 'wear' || relation === 'hold' || relation === 'with';
  if (figures.length > 1 && !isOne) return false;
  const all = combine(cluster.members, relation, other);
  if (all !== undefined) {
    cluster.members = [all];
    return true;
  }
  const one = isOne ? combine([last], relation, other) : undefined;
  if (one === undefined) return false;
  cluster.members[cluster.members.length - 1] = one;
  return true;
}

/** A basket of apples, a bouquet of roses. */
function fill(cluster: Cluster, container: Drawn, content: Drawn): boolean {
  if (container.icon === 'bouquet') {
    cluster.members[cluster.members.length - 1] = bunch(content);
    return true;
  }
  const filled = isContainer(container) ? combine([content, content, content], 'in', container) : undefined;
  if (filled === undefined) return false;
  cluster.members[cluster.members.length - 1] = filled;
  return true;
}

/** Five flowers close together. */
function bunch(flower: Drawn): Drawn {
  const step = widthOf(flower, 100) * 0.55;
  const parts = [0, 4, 1, 3, 2].map((at) => ({
    drawn: flower,
    x: at * step,
    base: at % 2 === 0 ? 0 : 8,
    height: 100 - Math.abs(at - 2) * 8,
  }));
  return together(flower, parts, { tall: 0.6 });
}
