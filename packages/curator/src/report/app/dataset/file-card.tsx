import { useState } from 'preact/hooks';
import type { ReportFile, ReportThumbnail } from '../../report-data.ts';
import { statusText } from '../text.ts';

interface FileCardProps {
  readonly file: ReportFile;
  readonly thumbnail: ReportThumbnail | undefined;
}

/** One file: its image, covered, and what the scan found. */
export function FileCard({ file, thumbnail }: FileCardProps) {
  return (
    <figure>
      <Thumbnail path={file.path} thumbnail={thumbnail} />
      <figcaption>
        <span class="name">{file.path}</span>
        <b class={file.status}>{statusText(file.status)}</b>
        {factsOf(file).map((fact) => (
          <div key={fact}>{fact}</div>
        ))}
      </figcaption>
    </figure>
  );
}

/** The pixels of a covered image are in no element. */
function Thumbnail({ path, thumbnail }: { readonly path: string } & Pick<FileCardProps, 'thumbnail'>) {
  const [open, setOpen] = useState(false);
  if (thumbnail === undefined) return <div class="image">no preview</div>;
  const { cover, uncovered } = thumbnail;
  if (uncovered === null) {
    return (
      <button
        type="button"
        class="image"
        disabled
        title="The policy does not allow blurred images to be revealed."
      >
        <img src={cover} alt="" />
      </button>
    );
  }
  return (
    <button
      type="button"
      class="image"
      aria-pressed={open}
      aria-label={`${open ? 'Hide' : 'Reveal'} ${path}`}
      onClick={() => setOpen(!open)}
    >
      <img src={open ? uncovered : cover} alt="" />
    </button>
  );
}

const MISMATCHES = {
  text: 'The image is clear, and a text about it is not.',
  image: 'The image is unsafe, and its texts are allowed.',
};

/** The facts of a file, one short text each. */
function factsOf(file: ReportFile): string[] {
  const { width, height, findings, message, sameAs, like, alsoIn, mismatch, action } = file;
  const found = findings.map(({ category, score, label }) => `${category} ${score.toFixed(2)} (${label})`);
  return [
    ...(width === undefined ? [] : [`${width} × ${height}`]),
    ...(found.length > 0 ? [found.join(', ')] : []),
    ...(message === undefined ? [] : [message]),
    ...(sameAs === undefined ? [] : [`same bytes: group ${sameAs}`]),
    ...(like === undefined ? [] : [`looks alike: group ${like}`]),
    ...(alsoIn ?? []).map(({ set, path }) => `also in ${set}: ${path}`),
    ...(mismatch === undefined ? [] : [MISMATCHES[mismatch]]),
    ...(action === undefined ? [] : [`done: ${action}`]),
  ];
}
