import type { DatasetReport } from '../../report-data.ts';
import { count } from '../text.ts';

/** For each category, the number of files that are removed because of it, and of those that stay. */
export function Balance({ summary: { balance, statuses } }: Pick<DatasetReport, 'summary'>) {
  const rows = Object.entries(balance).sort(
    ([, a], [, b]) => b.withhold + b.blur - (a.withhold + a.blur) || b.clear - a.clear,
  );
  if (rows.length === 0) return null;
  const images = statuses.withhold + statuses.blur + statuses.clear;
  return (
    <>
      <h2>Balance by category</h2>
      <p class="note">
        Files in which a category was seen, and their share of all judged files. In clear files it was seen
        below every threshold.
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">category</th>
            <th scope="col">withhold</th>
            <th scope="col">blur</th>
            <th scope="col">clear</th>
            <th scope="col">share before</th>
            <th scope="col">share of the clear</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([category, { withhold, blur, clear }]) => (
            <tr key={category}>
              <th scope="row">{category}</th>
              <td>{count(withhold)}</td>
              <td>{count(blur)}</td>
              <td>{count(clear)}</td>
              <td>{share(withhold + blur + clear, images)}</td>
              <td>{share(clear, statuses.clear)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}
