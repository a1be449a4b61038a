import type { GeneratedImage, GenerationEvent, Warning } from '../screen/client/events.ts';
import type { Stricter } from '../storage/preferences.ts';

/** Blurs an image. */
export type Cover = (image: Blob) => Promise<Blob>;

/**
 * The same events with the person's stricter settings applied. A decision can only become more severe: a clear image
 * is blurred, or withheld if it cannot be blurred.
 */
export async function* coverMore(
  events: AsyncIterable<GenerationEvent>,
  stricter: Stricter,
  cover: Cover,
): AsyncGenerator<GenerationEvent, void> {
  const changed = new Map<number, GeneratedImage>();
  for await (const event of events) {
    if (event.type === 'image.screened') {
      const image = await covered(event.image, event.index, stricter, cover);
      if (image.decision === event.image.decision) changed.delete(event.index);
      else changed.set(event.index, image);
      yield { ...event, image };
    } else if (event.type === 'generation.completed') {
      const { decisions, warnings } = event.completed;
      const completed = {
        ...event.completed,
        // Only clear images were changed; other decisions stay as they are.
        decisions: decisions.map((decision, index) =>
          decision === 'clear' ? (changed.get(index)?.decision ?? decision) : decision,
        ),
        warnings: [...warnings, ...[...changed.values()].flatMap((image) => image.warnings)],
      };
      yield { ...event, completed };
    } else yield event;
  }
}

/** Whether the person's stricter settings cover an image with these findings. */
export function asksToCover(
  findings: GeneratedImage['findings'],
  { everything, categories }: Stricter,
): boolean {
  return everything || findings.some(({ category }) => categories.some((each) => each === category));
}

async function covered(
  image: GeneratedImage,
  index: number,
  stricter: Stricter,
  cover: Cover,
): Promise<GeneratedImage> {
  const original = stricter.neverReveal ? null : image.original;
  if (image.decision !== 'clear' || image.shown === null || !asksToCover(image.findings, stricter)) {
    return { ...image, original };
  }
  const { findings, shown } = image;
  const because = (code: string, check?: string): Warning[] => [{ code, message: '', image: index, check }];
  try {
    const under = stricter.neverReveal ? null : shown;
    const warnings = because('covered_by_you');
    return { decision: 'blur', shown: await cover(shown), original: under, findings, warnings };
  } catch {
    const warnings = because('check_failed', 'cover');
    return { decision: 'withhold', shown: null, original: null, findings, warnings };
  }
}
