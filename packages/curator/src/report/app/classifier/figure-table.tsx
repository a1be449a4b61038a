import type { ReportTable } from '../../report-data.ts';

/**
 * A table that scrolls by itself on a narrow screen. The first cell of each row is its header; figures are
 * right-aligned.
 */
export function FigureTable({ table: { caption, head, rows } }: { readonly table: ReportTable }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without focus nobody could scroll it by the keyboard
    <div class="scroll" role="group" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((name, index) => (
              <th key={name} scope="col" class={index === 0 ? '' : 'figure'}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...cells]) => (
            <tr key={first}>
              <th scope="row">{first}</th>
              {cells.map((cell, index) => (
                <td key={head[index + 1]} class="figure">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
