import labels from '../data/label.json' with { type: 'json' };
import { n, rect } from '../paint/draw.ts';

/** Narrower pictures have room for the first word only, in pixels. */
const WIDE_ENOUGH = 300;

/**
 * The label in the corner that marks the picture as a sample. Its letters are outlines (Inter SemiBold, 100 units high):
 * text would need an installed font.
 */
export function paintLabel(width: number, height: number): string {
  const label = width >= WIDE_ENOUGH ? labels.long : labels.short;
  const size = Math.max(11, Math.min(width, height) * 0.024);
  const scale = size / 100;
  const pad = size * 0.6;
  const w = label.width * scale + pad * 2;
  const h = size + pad * 1.1;
  const x = width - w - pad;
  const y = height - h - pad;
  return `${rect(x, y, w, h, '#10131f', ` rx="${n(h / 2)}" opacity=".62"`)}<path transform="translate(${n(x + pad)} ${n(y + h / 2 + size * 0.36)}) scale(${scale.toFixed(4)})" d="${label.path}" fill="#fff" opacity=".95"/>`;
}
