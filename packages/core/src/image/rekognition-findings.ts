import { CATEGORIES, type Category } from '../vocabulary/category.ts';
import { CheckError } from '../vocabulary/check-error.ts';
import type { Finding } from '../vocabulary/finding.ts';
import { rekognitionCategory, rekognitionLabel } from './rekognition-taxonomy.ts';

/** One entry of an answer's `ModerationLabels`. */
export interface ModerationLabel {
  readonly name: string;
  /** Empty for a top-level label. */
  readonly parentName: string;
  /** 0–100, the service's own unit. */
  readonly confidence: number;
}

/**
 * Findings from the labels of one answer, one for each label, scores 0–1.
 *
 * A label comes with all its parents, so a parent that has a child in the answer is not a separate finding: its score
 * counts for the category of its highest-scoring descendant. `Explicit` above `Explicit Nudity` is nudity, not sex.
 * @throws CheckError `unknown-label` for a label that is unknown and has no known parent.
 */
export function rekognitionFindings(check: string, labels: readonly ModerationLabel[]): Finding[] {
  const nodes = labels.map((label) => ({ ...label, id: identity(label), own: ownCategory(label, labels) }));

  const category = (node: Node, above: readonly Node[]): Category => {
    const path = [...above, node];
    const below = descendants(node, nodes).filter((other) => !path.includes(other));
    const best = Math.max(...below.map(({ confidence }) => confidence));
    const strongest = below
      .filter(({ confidence }) => confidence === best)
      .map((each) => category(each, path));
    // Of equal scores, the first in the taxonomy's order, so that the order of the answer does not matter.
    return CATEGORIES.find((each) => strongest.includes(each)) ?? node.own;
  };
  return nodes.map((node) => ({
    check,
    category: category(node, []),
    label: node.name,
    score: node.confidence / 100,
  }));
}

/** The labels of an answer that the taxonomy does not know; their categories are a guess from their parents. */
export function unknownRekognitionLabels(labels: readonly ModerationLabel[]): ModerationLabel[] {
  return labels.filter(({ name, parentName }) => rekognitionLabel(name, parentName) === undefined);
}

type Node = ModerationLabel & { readonly id: string; readonly own: Category };

/** The taxonomy's spelling of a known label, so that aliases and upper or lower case are equal. */
function identity({ name, parentName }: ModerationLabel): string {
  return rekognitionLabel(name, parentName)?.name ?? name;
}

function descendants(node: Node, nodes: readonly Node[]): Node[] {
  const found = new Set<Node>();
  const visit = (parent: Node) => {
    for (const child of nodes) {
      if (child === parent || found.has(child) || !isParent(parent.id, child.parentName)) continue;
      found.add(child);
      visit(child);
    }
  };
  visit(node);
  found.delete(node);
  return [...found];
}

function isParent(id: string, parentName: string): boolean {
  const parent = rekognitionLabel(parentName, '')?.name ?? parentName;
  return parent.toLowerCase() === id.toLowerCase();
}

/**
 * The label's own category, or the one that {@link rekognitionCategory} gives to an unknown child of the nearest known
 * label above it in the answer.
 */
function ownCategory(label: ModerationLabel, labels: readonly ModerationLabel[]): Category {
  const seen = new Set<ModerationLabel>();
  for (let at: ModerationLabel | undefined = label; at !== undefined && !seen.has(at); ) {
    const category = rekognitionCategory(at.name, at.parentName);
    if (category !== undefined) return category;
    seen.add(at);
    const { parentName }: ModerationLabel = at;
    at = labels.find(({ name }) => name.toLowerCase() === parentName.toLowerCase());
  }
  throw new CheckError(
    'unknown-label',
    `Rekognition label "${label.name}" under "${label.parentName}" is unknown`,
  );
}
