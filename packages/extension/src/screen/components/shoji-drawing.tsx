/** A pair of paper screens at evening: a lamp and a branch behind the paper. Colours come from the theme. */
export function ShojiDrawing() {
  return (
    <svg class="drawing" viewBox="0 0 360 200" aria-hidden="true">
      <defs>
        <radialGradient id="lamp" cx="0.68" cy="0.42" r="0.62">
          <stop offset="0" class="drawing__glow-in" />
          <stop offset="1" class="drawing__glow-out" />
        </radialGradient>
        <filter id="behind-paper" x="-10%" y="-10%" width="120%" height="120%">
          <feGaussianBlur stdDeviation="2.2" />
        </filter>
        <clipPath id="paper">
          <rect x="14" y="16" width="162" height="168" />
          <rect x="184" y="16" width="162" height="168" />
        </clipPath>
      </defs>
      <rect class="drawing__paper" x="14" y="16" width="332" height="168" />
      <g clip-path="url(#paper)">
        <rect x="14" y="16" width="332" height="168" fill="url(#lamp)" />
        <g class="drawing__shadow" filter="url(#behind-paper)">
          <path d="M338 186c-22-44-58-66-98-78s-62-10-86-26" stroke-width="4.5" fill="none" />
          <path
            d="M262 118c6-20 20-34 40-40M214 102c-6 18-18 30-34 36M178 90c-2-14-10-24-22-30"
            stroke-width="2.6"
            fill="none"
          />
          <path
            d="M302 78c-9 1-15 7-16 15 9 0 15-6 16-15ZM180 138c9-1 16 3 19 11-9 2-16-2-19-11ZM156 60c-2 9 2 16 9 19 2-9-1-16-9-19ZM286 70c2-8 8-13 17-14 0 9-7 14-17 14ZM196 152c8-2 15 1 19 8-8 3-15 0-19-8ZM236 106c-1-10 4-18 13-22 2 10-3 18-13 22ZM142 78c-8-4-17-2-22 5 8 5 16 3 22-5Z"
            stroke="none"
          />
        </g>
      </g>
      <g class="drawing__lattice">
        <path d="M54.5 16v168M95 16v168M135.5 16v168M14 58h162M14 100h162M14 142h162" />
        <path d="M224.5 16v168M265 16v168M305.5 16v168M184 58h162M184 100h162M184 142h162" />
      </g>
      <g class="drawing__frame">
        <rect x="12" y="14" width="166" height="172" />
        <rect x="182" y="14" width="166" height="172" />
        <path d="M2 8h356M2 193h356" />
      </g>
      <circle class="drawing__pull" cx="186.5" cy="104" r="2.6" />
      <circle class="drawing__pull" cx="173.5" cy="104" r="2.6" />
    </svg>
  );
}
