import type { Category } from '../../vocabulary/category.ts';
import type { Finding } from '../../vocabulary/finding.ts';

/** The evidence of a request's texts and of the pictures that are given to the model. */
export interface Evidence {
  readonly texts: readonly Finding[];
  readonly inputs: readonly Finding[];
}

/**
 * Collects the findings of one request that count together with findings of its pictures: whether its texts name a minor or
 * are sexual, and whether a given picture shows a face. A picture is judged with all of it, whichever check found it. Share
 * one among all screenings of a request, like its account.
 * @example
 * ```ts
 * const evidence = new RequestEvidence();
 * const screening = createScreening(engine, { id: 'req_1', signal, evidence });
 * ```
 */
export class RequestEvidence {
  readonly #texts: Promise<readonly Finding[]>[] = [];
  readonly #inputs: Finding[] = [];

  /**
   * The evidence for a picture that any of several requests may have made: what their texts say about people, and what
   * their given pictures show. Sexual words of one request say nothing about the pictures of another.
   */
  static async ofAny(requests: readonly RequestEvidence[]): Promise<RequestEvidence> {
    const known = await Promise.all(requests.map((request) => request.known()));
    const any = new RequestEvidence();
    const people = known.flatMap(({ texts }) => texts).filter(({ category }) => ABOUT_PEOPLE.has(category));
    any.addTexts(Promise.resolve(people));
    any.addInput(known.flatMap(({ inputs }) => inputs));
    return any;
  }

  /** Adds the findings of texts that are being judged: pictures that are judged meanwhile wait for them. */
  addTexts(findings: Promise<readonly Finding[]>): void {
    const evidence = findings.then((found) => evidenceOf(found, 'the prompt'));
    // A request that ends early awaits none of them.
    evidence.catch(() => {});
    this.#texts.push(evidence);
  }

  /** Adds the findings of a picture that is given to the model. */
  addInput(findings: readonly Finding[]): void {
    this.#inputs.push(...evidenceOf(findings, 'the given picture'));
  }

  /** Everything so far; waits for texts that are being judged. Rejects as their judging does. */
  async known(): Promise<Evidence> {
    return { texts: (await Promise.all(this.#texts)).flat(), inputs: [...this.#inputs] };
  }
}

const ABOUT_PEOPLE: ReadonlySet<Category> = new Set(['minor', 'real-person']);
const COUNTING: ReadonlySet<Category> = new Set([...ABOUT_PEOPLE, 'face', 'sexual', 'nudity', 'suggestive']);

/**
 * The strongest finding of each category that counts beside others. The label says where it was found: findings of a
 * picture are told to callers who may not read the matched words.
 */
function evidenceOf(findings: readonly Finding[], where: string): Finding[] {
  const best = new Map<Category, Finding>();
  for (const { check, category, score } of findings) {
    // A score that is not a number counts, as everywhere.
    if (COUNTING.has(category) && !(score <= (best.get(category)?.score ?? -1)))
      best.set(category, { check, category, label: `${category} in ${where}`, score });
  }
  return [...best.values()];
}
