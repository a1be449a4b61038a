import type { GeneratedImage } from '../../client/events.ts';
import type { Run } from '../../state/run.ts';
import { useScreen } from '../context.ts';
import { dragOut, fileNameOf } from './image-out.ts';
import { Pixels } from './pixels.tsx';
import { useView } from './view.ts';

/** The pixels of a picture as it is shown now: the original while it is revealed. It can be dragged out. */
export function ShownPixels({ run, image, index }: { run: Run; image: GeneratedImage; index: number }) {
  const { t } = useScreen();
  const { reveals } = useView();
  const { blob, covered } = reveals.shownOf(image);
  const position = index + 1;
  if (!blob) return null;
  return (
    <Pixels
      // Keyed, so that hiding removes the element that showed the original.
      key={String(covered)}
      blob={blob}
      width={run.input.width}
      height={run.input.height}
      alt={covered ? t.image.blurredAlt(position) : t.image.alt(position, run.input.prompt)}
      onDragStart={(event) => dragOut(event, blob, fileNameOf(run, position, covered))}
    />
  );
}
