import { useMemo, useState } from 'preact/hooks';
import type { DatasetReport, ReportFile, ReportThumbnail } from '../../report-data.ts';
import { count, statusText } from '../text.ts';
import { ContactSheet } from './contact-sheet.tsx';
import { categoriesOf, EVERYTHING, type Filter, filtered, isDoubt, isOrder } from './filter.ts';

interface FilesProps {
  readonly files: readonly ReportFile[];
  readonly thumbnails: readonly ReportThumbnail[];
  readonly statuses: DatasetReport['summary']['statuses'];
}

/** Every file, behind a form that filters and orders them. */
export function Files({ files, thumbnails, statuses }: FilesProps) {
  const [filter, setFilter] = useState(EVERYTHING);
  const categories = useMemo(() => categoriesOf(files), [files]);
  const shown = useMemo(() => filtered(files, filter), [files, filter]);
  const change = (part: Partial<Filter>) => setFilter({ ...filter, ...part });
  return (
    <>
      <form aria-label="Filter" onSubmit={(event) => event.preventDefault()}>
        <label>
          Status
          <select onInput={({ currentTarget }) => change({ status: currentTarget.value })}>
            <option value="">every status</option>
            {Object.entries(statuses)
              .filter(([, amount]) => amount > 0)
              .map(([status, amount]) => (
                <option key={status} value={status}>{`${statusText(status)} (${count(amount)})`}</option>
              ))}
          </select>
        </label>
        <label>
          Category
          <select onInput={({ currentTarget }) => change({ category: currentTarget.value })}>
            <option value="">every category</option>
            {categories.map((category) => (
              <option key={category}>{category}</option>
            ))}
          </select>
        </label>
        <label>
          Compared
          <select onInput={({ currentTarget: { value } }) => change({ doubt: isDoubt(value) ? value : '' })}>
            <option value="">every file</option>
            <option value="text">clear image, unsafe text</option>
            <option value="image">unsafe image, allowed texts</option>
            <option value="elsewhere">also in another set</option>
          </select>
        </label>
        <Score label="Score from" value={filter.least} onChange={(least) => change({ least })} />
        <Score label="to" value={filter.most} onChange={(most) => change({ most })} />
        <label>
          Name
          <input
            type="search"
            placeholder="part of a name"
            onInput={({ currentTarget }) => change({ name: currentTarget.value })}
          />
        </label>
        <label>
          First
          <select
            onInput={({ currentTarget: { value } }) => change({ order: isOrder(value) ? value : 'margin' })}
          >
            <option value="margin">closest to a threshold</option>
            <option value="score">highest score</option>
            <option value="path">name</option>
          </select>
        </label>
      </form>
      <p class="note" role="status">{`${count(shown.length)} of ${count(files.length)} files`}</p>
      <ContactSheet files={shown} thumbnails={thumbnails} />
    </>
  );
}

interface ScoreProps {
  readonly label: string;
  readonly value: number;
  onChange(value: number): void;
}

function Score({ label, value, onChange }: ScoreProps) {
  return (
    <label>
      {label}
      <input
        type="number"
        min="0"
        max="1"
        step="0.05"
        defaultValue={String(value)}
        onInput={({ currentTarget }) => onChange(Number(currentTarget.value))}
      />
    </label>
  );
}
