import { fireEvent, render, screen, within } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import type { DatasetReport, ReportFile } from '../../report-data.ts';
import { DatasetView, warningsOf } from './dataset-view.tsx';

const finding = { check: 'model', category: 'violence', label: 'gore', score: 0.875 } as const;
const base = { bytes: 1, status: 'clear', findings: [], reasons: [], margin: 1 } as const;

function report(
  files: readonly ReportFile[],
  summary: Partial<DatasetReport['summary']> = {},
): DatasetReport {
  const statuses = {
    clear: files.length,
    blur: 0,
    withhold: 0,
    unchecked: 0,
    other: 0,
    pending: 0,
    removed: 0,
  };
  return {
    kind: 'dataset',
    thumbnails: [
      { cover: 'data:cover', uncovered: 'data:bare' },
      { cover: 'data:shut', uncovered: null },
    ],
    files,
    summary: {
      source: '/set',
      policy: 'standard',
      checks: ['model', 'other'],
      unseen: [],
      files: 1_200,
      statuses,
      categories: {},
      prompts: [],
      screened: 0,
      distinct: 1_100,
      balance: {},
      duplicates: { same: 0, alike: 0, elsewhere: 0 },
      mismatches: { text: 0, image: 0 },
      warnings: [],
      costUsd: 0.25,
      stopped: null,
      ...summary,
    },
  };
}
const show = (...args: Parameters<typeof report>) => render(<DatasetView report={report(...args)} />);
const names = () => screen.queryAllByRole('figure').map((card) => card.querySelector('.name')?.textContent);
const sources = () => [...document.querySelectorAll('img')].map((image) => image.getAttribute('src'));

describe('the report on a data set', () => {
  it('starts with the scanned set, the checks and the cost', () => {
    show([{ ...base, path: 'a.png' }]);
    screen.getByText('/set');
    screen.getByText('Policy standard; checked by model, other; 1,200 files, 1,100 distinct files; $0.2500.');
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['1 clear']);
    expect(screen.queryByRole('heading', { name: 'Prompts' })).toBeNull();
  });

  it('warns of an early stop and of uncovered categories', () => {
    const facts = { stopped: 'interrupted', warnings: ['few'], unseen: ['hate'] } as const;
    expect(warningsOf(report([], facts).summary)).toEqual([
      'The scan stopped before its end (interrupted). Run it again to continue.',
      'few',
      'No moderator detects: hate.',
    ]);
    expect(warningsOf(report([]).summary)).toEqual([]);
  });

  it('shows prompts with their decision and reasons, covered when they are not allowed', () => {
    const prompt = {
      path: 'info.json',
      field: 'instance_prompt',
      text: 'a fight',
      pictures: [],
      decision: 'warn',
    } as const;
    show([], { prompts: [{ ...prompt, findings: [finding] }] });
    expect(screen.getAllByRole('cell').map(({ textContent }) => textContent)).toEqual([
      'warn',
      'info.json: instance_prompt',
      'Reveal',
      'violence 0.88 (model)',
    ]);
    fireEvent.click(screen.getByRole('button', { name: 'Reveal info.json: instance_prompt' }));
    screen.getByText('a fight');
    fireEvent.click(screen.getByRole('button', { name: 'Hide info.json: instance_prompt' }));
    expect(screen.queryByText('a fight')).toBeNull();
  });

  it('has the facts of each file on its card', () => {
    const size = { width: 64, height: 32 };
    const groups = { sameAs: 3, like: 4 };
    show([
      {
        ...base,
        path: 'a.png',
        status: 'withhold',
        findings: [finding],
        message: 'Why.',
        action: 'moved',
        ...size,
        ...groups,
      },
    ]);
    const [card] = screen.getAllByRole('figure');
    expect(card?.textContent).toBe(
      'no previewa.pngunsafe: withhold64 × 32violence 0.88 (gore)Why.same bytes: group 3looks alike: group 4done: moved',
    );
  });

  it('names the same image in other sets on a card, and a text that does not fit it', () => {
    const alsoIn = [{ set: '/cats', path: 'b.png' }];
    show([
      { ...base, path: 'a.png', alsoIn, mismatch: 'text' },
      { ...base, path: 'b.png', mismatch: 'image' },
    ]);
    const cards = screen.getAllByRole('figure').map(({ textContent }) => textContent);
    expect(cards[0]).toContain('also in /cats: b.pngThe image is clear, and a text about it is not.');
    expect(cards[1]).toContain('The image is unsafe, and its texts are allowed.');
    for (const [doubt, shown] of [
      ['text', ['a.png']],
      ['image', ['b.png']],
      ['elsewhere', ['a.png']],
      ['', ['a.png', 'b.png']],
    ] as const) {
      fireEvent.input(screen.getByLabelText('Compared'), { target: { value: doubt } });
      expect(names()).toEqual(shown);
    }
  });

  it('has the balance of the set by category, the one that takes most out of it first', () => {
    const statuses = { clear: 4, blur: 1, withhold: 3, unchecked: 9, other: 0, pending: 0, removed: 0 };
    const balance = {
      suggestive: { withhold: 0, blur: 1, clear: 2 },
      violence: { withhold: 3, blur: 0, clear: 1 },
    };
    show([], { statuses, balance });
    const rows = within(screen.getByRole('table')).getAllByRole('row');
    expect(rows.map((row) => [...row.children].map(({ textContent }) => textContent))).toEqual([
      ['category', 'withhold', 'blur', 'clear', 'share before', 'share of the clear'],
      ['violence', '3', '0', '1', '50.0 %', '25.0 %'],
      ['suggestive', '0', '1', '2', '37.5 %', '50.0 %'],
    ]);
  });

  it('covers an image until its button is pressed, and covers it again', () => {
    show([{ ...base, path: 'a.png', image: 0 }]);
    expect(sources()).toEqual(['data:cover']);
    fireEvent.click(screen.getByRole('button', { name: 'Reveal a.png', pressed: false }));
    expect(sources()).toEqual(['data:bare']);
    fireEvent.click(screen.getByRole('button', { name: 'Hide a.png', pressed: true }));
    expect(sources()).toEqual(['data:cover']);
  });

  it('has no button where the policy allows no reveal', () => {
    show([{ ...base, path: 'a.png', image: 1 }]);
    expect(screen.getByTitle('The policy does not allow blurred images to be revealed.')).toHaveProperty(
      'disabled',
      true,
    );
    expect(sources()).toEqual(['data:shut']);
  });

  it('shows sixty more cards at a time, and starts over for another filter', () => {
    const files = Array.from({ length: 130 }, (_, at) => ({
      ...base,
      path: `${String(at).padStart(3, '0')}.png`,
    }));
    show(files);
    expect(names()).toHaveLength(60);
    fireEvent.click(screen.getByRole('button', { name: 'Show 60 more of 70' }));
    expect(names()).toHaveLength(120);
    fireEvent.click(screen.getByRole('button', { name: 'Show 10 more of 10' }));
    expect(names()).toHaveLength(130);
    expect(screen.queryByRole('button')).toBeNull();
    fireEvent.input(screen.getByLabelText('Name'), { target: { value: '0' } });
    expect(names()).toHaveLength(60);
  });

  it('filters by each control, and shows the number of remaining files', () => {
    show([
      { ...base, path: 'a.png', findings: [finding] },
      { ...base, path: 'b.png', status: 'clear' },
    ]);
    fireEvent.input(screen.getByLabelText('Category'), { target: { value: 'violence' } });
    expect(names()).toEqual(['a.png']);
    expect(screen.getByRole('status').textContent).toBe('1 of 2 files');
    fireEvent.input(screen.getByLabelText('to'), { target: { value: '0.5' } });
    expect(names()).toEqual([]);
    fireEvent.input(screen.getByLabelText('to'), { target: { value: '1' } });
    fireEvent.input(screen.getByLabelText('Score from'), { target: { value: '0.9' } });
    expect(names()).toEqual([]);
    fireEvent.input(screen.getByLabelText('Score from'), { target: { value: '0.5' } });
    expect(names()).toEqual(['a.png']);
    expect(within(screen.getByLabelText('Status')).getAllByRole('option')).toHaveLength(2);
    fireEvent.input(screen.getByLabelText('Category'), { target: { value: '' } });
    fireEvent.input(screen.getByLabelText('First'), { target: { value: 'path' } });
    expect(names()).toEqual(['a.png']);
  });

  it('groups duplicates, and renders their cards when a group is opened', () => {
    show([
      { ...base, path: 'a.png', sameAs: 1, like: 1 },
      { ...base, path: 'b.png', sameAs: 1, like: 1 },
      { ...base, path: 'c.png', sameAs: 2, like: 2 },
      { ...base, path: 'd.png', like: 2 },
      { ...base, path: 'e.png', sameAs: 3 },
      { ...base, path: 'f.png' },
    ]);
    screen.getByRole('heading', { name: 'Duplicates: 3 groups' });
    const groups = [...document.querySelectorAll('details')];
    expect(groups.map((group) => group.textContent)).toEqual([
      'same bytes: 2 files, a.png',
      'look alike: 2 files, c.png',
      'same bytes: 1 files, e.png',
    ]);
    const [first] = groups;
    if (first) fireEvent(first, new Event('toggle'));
    expect([...(first?.querySelectorAll('.name') ?? [])].map(({ textContent }) => textContent)).toEqual([
      'a.png',
      'b.png',
    ]);
  });
});
