import { defineConfig } from '@shoji/edge-proxy';

export default defineConfig({
  policy: {
    extends: 'standard',
    name: 'our-school',
    // Thresholds are scores from 0 to 1 at which an action starts.
    prompt: { violence: { warn: 0.5, reject: 0.9 } },
    image: { suggestive: { blur: 0.5, withhold: 0.9 } },
    reveal: false,
    regenerate: { attempts: 3, from: 'blur' },
    explain: 'category',
  },
  access: { keys: ['change-me-to-a-long-random-key'] },
});
