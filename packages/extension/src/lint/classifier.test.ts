import { expect, it } from 'vitest';
import { classify } from './classifier.ts';

it('finds in a prompt what core’s small classifier finds, with a score', async () => {
  const findings = await classify('a sexy woman');
  expect(findings.length).toBeGreaterThan(0);
  for (const { score } of findings) expect(score).toBeGreaterThan(0);
});

it('finds nothing in a language that the classifier cannot read', async () => {
  expect(await classify('Μια γυναίκα διαβάζει ένα βιβλίο στον κήπο')).toEqual([]);
});
