import { useEffect, useState } from 'preact/hooks';
import type { ReportFile, ReportThumbnail } from '../../report-data.ts';
import { count } from '../text.ts';
import { FileCard } from './file-card.tsx';

/** Cards that are added at once: ten thousand images at once would stall the browser. */
const STEP = 60;

interface ContactSheetProps {
  readonly files: readonly ReportFile[];
  readonly thumbnails: readonly ReportThumbnail[];
}

/** Files as cards, a page at a time. Another list begins at its first page. */
export function ContactSheet({ files, thumbnails }: ContactSheetProps) {
  const [limit, setLimit] = useState(STEP);
  useEffect(() => setLimit(STEP), [files]);
  const left = files.length - limit;
  return (
    <div>
      <div class="sheet">
        {files.slice(0, limit).map((file) => (
          <FileCard
            key={file.path}
            file={file}
            thumbnail={file.image === undefined ? undefined : thumbnails[file.image]}
          />
        ))}
      </div>
      {left > 0 && (
        <button type="button" onClick={() => setLimit(limit + STEP)}>
          {`Show ${count(Math.min(STEP, left))} more of ${count(left)}`}
        </button>
      )}
    </div>
  );
}
