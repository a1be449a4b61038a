import type { ReportFile } from './html.ts';
import type { Summary } from './summary.ts';
import type { ReportThumbnail } from './thumbnails.ts';

interface PageData {
  readonly summary: Summary;
  readonly files: readonly ReportFile[];
  readonly thumbnails: readonly ReportThumbnail[];
}

/**
 * The report's own program. It goes into the page as its source text, so it may use nothing from outside of itself.
 * Names of files are anybody's text: every one becomes a text node. A covered picture's pixels are in no element.
 */
export function runReport(): void {
  const PAGE = 60;
  const SENTENCES: Record<string, string> = {
    withhold: 'unsafe: withhold',
    blur: 'unsafe: blur',
    unchecked: 'could not be checked',
    clear: 'clear',
    other: 'no picture',
    pending: 'not looked at yet',
  };
  const { summary, files, thumbnails }: PageData = JSON.parse(
    document.getElementById('data')?.textContent ?? '',
  );
  const main = document.getElementById('report');
  if (main === null) return;

  type Child = Node | string;
  const element = <Name extends keyof HTMLElementTagNameMap>(
    name: Name,
    attributes: Record<string, string> = {},
    ...children: Child[]
  ): HTMLElementTagNameMap[Name] => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  };
  const count = (value: number) => value.toLocaleString('en-US');
  const badge = (status: string) => element('b', { class: status }, SENTENCES[status] ?? status);
  const scoreOf = (file: ReportFile) => Math.max(0, ...file.findings.map(({ score }) => score));
  const seen = (file: ReportFile) =>
    file.findings
      .map(({ category, score, label }) => `${category} ${score.toFixed(2)} (${label})`)
      .join(', ');

  const picture = (file: ReportFile): HTMLElement => {
    const pixels = file.picture === undefined ? undefined : thumbnails[file.picture];
    if (pixels === undefined) return element('div', { class: 'picture' }, 'no preview');
    const image = element('img', { src: pixels.cover, alt: '' });
    const button = element('button', { type: 'button', class: 'picture' }, image);
    const { uncovered } = pixels;
    if (uncovered === null) {
      button.disabled = true;
      button.title = 'The policy lets nobody uncover pictures.';
      return button;
    }
    const show = (open: boolean) => {
      image.src = open ? uncovered : pixels.cover;
      button.setAttribute('aria-pressed', String(open));
      button.setAttribute('aria-label', `${open ? 'Cover' : 'Uncover'} ${file.path}`);
    };
    show(false);
    button.addEventListener('click', () => show(button.getAttribute('aria-pressed') !== 'true'));
    return button;
  };

  const card = (file: ReportFile): HTMLElement => {
    const facts = [
      file.width === undefined ? '' : `${file.width} × ${file.height}`,
      seen(file),
      file.message ?? '',
      file.sameAs === undefined ? '' : `same bytes: group ${file.sameAs}`,
      file.like === undefined ? '' : `looks alike: group ${file.like}`,
      file.action === undefined ? '' : `done: ${file.action}`,
    ].filter((text) => text !== '');
    const caption = element(
      'figcaption',
      {},
      element('span', { class: 'name' }, file.path),
      badge(file.status),
    );
    for (const fact of facts) caption.append(element('div', {}, fact));
    return element('figure', {}, picture(file), caption);
  };

  /** Cards a page at a time: ten thousand pictures at once would stall the browser. */
  const sheet = (shown: readonly ReportFile[], into: HTMLElement): void => {
    const grid = element('div', { class: 'sheet' });
    const more = element('button', { type: 'button' });
    let at = 0;
    const next = () => {
      grid.append(...shown.slice(at, at + PAGE).map(card));
      at = Math.min(shown.length, at + PAGE);
      more.hidden = at >= shown.length;
      more.textContent = `Show ${count(Math.min(PAGE, shown.length - at))} more of ${count(shown.length - at)}`;
    };
    more.addEventListener('click', next);
    next();
    into.replaceChildren(grid, more);
  };

  const option = (value: string, text: string) => element('option', { value }, text);
  const labelled = (text: string, control: HTMLElement) => element('label', {}, text, control);
  const status = element('select', {}, option('', 'every status'));
  for (const [name, amount] of Object.entries(summary.statuses)) {
    if (amount > 0) status.append(option(name, `${SENTENCES[name]} (${count(amount)})`));
  }
  const category = element('select', {}, option('', 'every category'));
  const categories = new Set(files.flatMap(({ findings }) => findings.map((finding) => finding.category)));
  for (const name of [...categories].sort()) category.append(option(name, name));
  const least = element('input', { type: 'number', min: '0', max: '1', step: '0.05', value: '0' });
  const most = element('input', { type: 'number', min: '0', max: '1', step: '0.05', value: '1' });
  const name = element('input', { type: 'search', placeholder: 'part of a name' });
  const order = element('select', {}, option('margin', 'closest to a threshold'));
  order.append(option('score', 'highest score'), option('path', 'name'));
  const found = element('p', { class: 'note', role: 'status' });
  const contacts = element('div');

  const matches = (file: ReportFile): boolean => {
    const about = file.findings.filter(
      (finding) => category.value === '' || finding.category === category.value,
    );
    const inRange = about.some(({ score }) => score >= Number(least.value) && score <= Number(most.value));
    const anyScore = category.value === '' && Number(least.value) === 0;
    return (
      (status.value === '' || file.status === status.value) &&
      (inRange || (anyScore && (about.length === 0 || Number(most.value) === 1))) &&
      file.path.toLowerCase().includes(name.value.toLowerCase())
    );
  };
  const orders: Record<string, (a: ReportFile, b: ReportFile) => number> = {
    margin: (a, b) =>
      a.margin - b.margin ||
      scoreOf(b) - scoreOf(a) ||
      Number(a.status === 'other') - Number(b.status === 'other'),
    score: (a, b) => scoreOf(b) - scoreOf(a),
    path: (a, b) => a.path.localeCompare(b.path),
  };
  const refresh = () => {
    const shown = files.filter(matches).sort(orders[order.value]);
    found.textContent = `${count(shown.length)} of ${count(files.length)} files`;
    sheet(shown, contacts);
  };
  const filters = element('form', { 'aria-label': 'Filter' });
  filters.append(
    labelled('Status', status),
    labelled('Category', category),
    labelled('Score from', least),
    labelled('to', most),
    labelled('Name', name),
    labelled('First', order),
  );
  filters.addEventListener('input', refresh);
  filters.addEventListener('submit', (event) => event.preventDefault());

  const counts = element('ul', { class: 'counts' });
  for (const [key, amount] of Object.entries(summary.statuses)) {
    if (amount > 0)
      counts.append(
        element(
          'li',
          { class: key },
          element('span', { class: 'amount' }, count(amount)),
          ` ${SENTENCES[key]}`,
        ),
      );
  }
  main.append(
    element('h1', {}, 'Data set report'),
    element('p', { class: 'source' }, summary.source),
    element(
      'p',
      { class: 'note' },
      `Policy ${summary.policy}; checked by ${summary.checks.join(', ')}; ${count(summary.files)} files, ` +
        `${count(summary.distinct)} different contents; $${summary.costUsd.toFixed(4)}.`,
    ),
    counts,
  );
  const warnings = [
    ...(summary.stopped === null
      ? []
      : [`The scan stopped before its end (${summary.stopped}). Run it again to go on.`]),
    ...summary.warnings,
    ...(summary.unseen.length > 0 ? [`No moderator can see: ${summary.unseen.join(', ')}.`] : []),
  ];
  if (warnings.length > 0) {
    main.append(element('ul', { class: 'warnings' }, ...warnings.map((text) => element('li', {}, text))));
  }

  if (summary.prompts.length > 0) {
    const table = element('table');
    for (const { path, field, text, decision, findings } of summary.prompts) {
      const why = findings.map(
        (finding) => `${finding.category} ${finding.score.toFixed(2)} (${finding.check})`,
      );
      const cells: Child[] = [badge(decision), `${path}: ${field}`, text, why.join(', ')];
      table.append(element('tr', {}, ...cells.map((cell) => element('td', {}, cell))));
    }
    main.append(element('h2', {}, 'Prompts'), table);
  }
  main.append(element('h2', {}, 'Files'), filters, found, contacts);

  const groups = new Map<string, ReportFile[]>();
  for (const file of files) {
    const key =
      file.like !== undefined ? `like ${file.like}` : file.sameAs !== undefined ? `same ${file.sameAs}` : '';
    if (key !== '') groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  if (groups.size > 0) main.append(element('h2', {}, `Duplicates: ${count(groups.size)} groups`));
  for (const [key, group] of groups) {
    const exact =
      new Set(group.map(({ sameAs }) => sameAs ?? -1)).size === 1 && group[0]?.sameAs !== undefined;
    const details = element(
      'details',
      {},
      element(
        'summary',
        {},
        `${exact ? 'same bytes' : 'look alike'}: ${count(group.length)} files, ${group[0]?.path}`,
      ),
    );
    details.id = `group-${key.replace(' ', '-')}`;
    const content = element('div');
    details.append(content);
    // Filled when it is opened: there may be thousands of groups.
    details.addEventListener('toggle', () => sheet(group, content), { once: true });
    main.append(details);
  }
  refresh();
}
