import { defineConfig } from '@shoji/edge-proxy';
import { PATIENT } from '../browser/patient/deadlines.ts';

/** The embedded default with another image check, which finds in each picture a category that no policy shows. */
export default defineConfig({
  policy: {
    extends: 'standard',
    name: 'withholding',
    deadlines: PATIENT,
    regenerate: { attempts: 1, from: 'withhold' },
  },
  image: [
    {
      name: 'stern',
      covers: ['nudity'],
      moderate: async () => ({
        findings: [{ check: 'stern', category: 'nudity', label: 'Explicit Nudity', score: 0.99 }],
      }),
    },
  ],
});
