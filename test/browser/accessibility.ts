import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** WCAG 2.2 A and AA, and axe's best practices: https://www.deque.com/axe/core-documentation/api-documentation/ */
export const ALL_RULES: readonly string[] = [
  'wcag2a',
  'wcag2aa',
  'wcag21a',
  'wcag21aa',
  'wcag22aa',
  'best-practice',
];

/** The violations that axe finds on the current page, one line per element. `rules` are axe's names of rules or tags. */
export async function violations(page: Page, rules = ALL_RULES): Promise<string[]> {
  await page.evaluate(axe.source);
  // Text, not a function: `axe` is the global that the line above defined in the page, not an import.
  const results = await page.evaluate<axe.AxeResults>(`axe.run({ runOnly: ${JSON.stringify(rules)} })`);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** Controls that are smaller than 24 by 24 CSS pixels (WCAG 2.2, 2.5.8). */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, input, textarea, summary')]
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
      .map(({ element, box }) => `${box.width} × ${box.height}: ${element.outerHTML}`),
  );
}

/** The focused element, by name or else by tag, and whether its focus is visible. */
export function focused(page: Page): Promise<{ name: string; visible: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) throw new Error('nothing has the focus');
    const label =
      element.getAttribute('aria-label') ??
      (element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : undefined);
    // The ring may be on an element in place of the control: the face of a radio button, the frame of the prompt.
    const rings = [element, element.nextElementSibling, element.parentElement].map((each) => {
      const style = each && getComputedStyle(each);
      return style?.outlineStyle === 'solid' && Number.parseFloat(style.outlineWidth) >= 2;
    });
    return {
      name: (label ?? element.textContent ?? '').trim() || element.tagName,
      visible: rings.includes(true),
    };
  });
}

/** Presses Tab until the element with this name has the focus; every focus on the way has to be visible. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let step = 0; step < 40; step++) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    expect(stop, 'every stop shows where the focus is').toMatchObject({ visible: true });
    if (name.test(stop.name)) return;
  }
  throw new Error(`no stop named ${name}`);
}
