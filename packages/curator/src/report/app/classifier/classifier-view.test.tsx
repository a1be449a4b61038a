import { render, screen, within } from '@testing-library/preact';
import { expect, it } from 'vitest';
import type { ClassifierReport } from '../../report-data.ts';
import { ClassifierView } from './classifier-view.tsx';

const table = { caption: 'Figures', head: ['check', 'recall'], rows: [['model', '95.0 %']] };
const REPORT: ClassifierReport = {
  kind: 'classifier',
  title: 'Checks',
  facts: ['Measured on ten prompts.'],
  warnings: ['Few prompts.'],
  sideBySide: table,
  charts: [
    {
      id: 'roc',
      title: 'ROC curve',
      caption: 'Further to the upper left is better.',
      x: 'flagged',
      y: 'caught',
      diagonal: true,
      series: ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({
        name,
        note: 'AUC 0.9',
        points: [
          { x: 0, y: 0 },
          { x: 0.5, y: 1 },
        ],
        dots: name === 'b',
      })),
    },
  ],
  categories: { ...table, caption: 'By category' },
  checks: [
    {
      name: 'model',
      note: '10 prompts read.',
      tables: [{ title: 'Confusion', table: { ...table, caption: 'Thresholds of the policy' } }],
      mistakes: [
        { title: 'missed, lowest first', rows: [{ score: '0.1', labels: 'a → b', at: 'x:1', text: '<b>' }] },
        { title: 'flagged, highest first', rows: [] },
      ],
    },
  ],
};

it('has every heading in order', () => {
  render(<ClassifierView report={REPORT} />);
  expect(screen.getAllByRole('heading').map(({ textContent }) => textContent)).toEqual([
    'Checks',
    'Side by side',
    'Curves',
    'ROC curve',
    'By category',
    'model',
    'Confusion',
    'Worst mistakes',
  ]);
  screen.getByText('Measured on ten prompts.');
  screen.getByText('Few prompts.');
});

it('omits missing measurements', () => {
  render(<ClassifierView report={{ ...REPORT, charts: [], categories: null, warnings: [], checks: [] }} />);
  expect(screen.getAllByRole('heading')).toHaveLength(2);
  expect(screen.queryByRole('list')).toBeNull();
});

it('has tables with keyboard scrolling, and row and column headers', () => {
  render(<ClassifierView report={REPORT} />);
  const group = screen.getByRole('group', { name: 'Figures' });
  expect(group.tabIndex).toBe(0);
  expect(
    within(group)
      .getAllByRole('columnheader')
      .map(({ className }) => className),
  ).toEqual(['', 'figure']);
  within(group).getByRole('rowheader', { name: 'model' });
  expect(within(group).getByRole('cell').className).toBe('figure');
});

it('draws lines with different styles, marks points where requested, and describes the chart', () => {
  render(<ClassifierView report={REPORT} />);
  const chart = screen.getByRole('img');
  const lines = [...chart.querySelectorAll('polyline')];
  expect(lines.map((line) => line.getAttribute('class'))).toEqual(['s0', 's1', 's2', 's3', 's4', 's0']);
  expect(lines[0]?.getAttribute('points')).toBe('52.0,332.0 212.0,12.0');
  expect(chart.querySelectorAll('circle')).toHaveLength(2);
  expect(chart.querySelectorAll('.even')).toHaveLength(1);
  expect(chart.querySelectorAll('.grid')).toHaveLength(12);
  expect(chart.querySelector('desc')?.textContent).toMatch(/^caught by flagged\. a: AUC 0\.9; b: AUC 0\.9/);
});

it('keeps prompts collapsed, as text, and shows when a list is empty', () => {
  render(<ClassifierView report={REPORT} />);
  const details = document.querySelector('details');
  expect(details?.open).toBe(false);
  expect(details?.querySelector('summary')?.textContent).toBe('1 missed, lowest first');
  expect(details?.querySelector('bdi')?.textContent).toBe('<b>');
  screen.getByText('No flagged.');
});
