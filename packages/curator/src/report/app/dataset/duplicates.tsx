import { useMemo, useState } from 'preact/hooks';
import type { ReportFile, ReportThumbnail } from '../../report-data.ts';
import { count } from '../text.ts';
import { ContactSheet } from './contact-sheet.tsx';

interface DuplicatesProps {
  readonly files: readonly ReportFile[];
  readonly thumbnails: readonly ReportThumbnail[];
}

/** Groups of files that hold the same bytes or look alike. */
export function Duplicates({ files, thumbnails }: DuplicatesProps) {
  const groups = useMemo(() => duplicateGroups(files), [files]);
  if (groups.length === 0) return null;
  return (
    <>
      <h2>{`Duplicates: ${count(groups.length)} groups`}</h2>
      {groups.map((group) => (
        <Group key={group[0]?.path} files={group} thumbnails={thumbnails} />
      ))}
    </>
  );
}

/** Its cards are made when it is opened: there may be thousands of groups. */
function Group({ files, thumbnails }: DuplicatesProps) {
  const [opened, setOpened] = useState(false);
  const [first] = files;
  const same = first?.sameAs !== undefined && files.every(({ sameAs }) => sameAs === first.sameAs);
  return (
    <details onToggle={() => setOpened(true)}>
      <summary>{`${same ? 'same bytes' : 'look alike'}: ${count(files.length)} files, ${first?.path}`}</summary>
      {opened && <ContactSheet files={files} thumbnails={thumbnails} />}
    </details>
  );
}

/** Files that look alike, and those that hold the same bytes; in the order in which they appear. */
function duplicateGroups(files: readonly ReportFile[]): ReportFile[][] {
  const groups = new Map<string, ReportFile[]>();
  for (const file of files) {
    const { like, sameAs } = file;
    if (like === undefined && sameAs === undefined) continue;
    const key = like === undefined ? `same ${sameAs}` : `like ${like}`;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups.values()];
}
