import type { ComponentChildren } from 'preact';

/** An icon on a 20-unit grid in the colour of the text, hidden from screen readers. */
function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 20 20"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const CheckIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7.2" />
    <path d="m6.8 10.3 2.2 2.2 4.3-4.8" />
  </Icon>
);

export const BlurIcon = () => (
  <Icon>
    <path d="M2.5 10s2.8-4.8 7.5-4.8S17.5 10 17.5 10s-2.8 4.8-7.5 4.8S2.5 10 2.5 10Z" />
    <path d="m4 16 12-12" />
  </Icon>
);

export const EyeIcon = () => (
  <Icon>
    <path d="M2.5 10s2.8-4.8 7.5-4.8S17.5 10 17.5 10s-2.8 4.8-7.5 4.8S2.5 10 2.5 10Z" />
    <circle cx="10" cy="10" r="2.2" />
  </Icon>
);

export const WithheldIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7.2" />
    <path d="M5 15 15 5" />
  </Icon>
);

export const UncheckedIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7.2" stroke-dasharray="3 2.6" />
    <path d="M8 8a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.4" />
    <path d="M10 13.8v.1" />
  </Icon>
);

export const WarnIcon = () => (
  <Icon>
    <path d="M10 3.2 17.4 16H2.6Z" />
    <path d="M10 8v3.6M10 13.7v.1" />
  </Icon>
);

export const FailureIcon = () => (
  <Icon>
    <path d="M6.8 2.8h6.4l4 4v6.4l-4 4H6.8l-4-4V6.8Z" />
    <path d="M10 6.5v4M10 13.2v.1" />
  </Icon>
);

export const InfoIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7.2" />
    <path d="M10 9.4v4M10 6.6v.1" />
  </Icon>
);

export const DownloadIcon = () => (
  <Icon>
    <path d="M10 3.5v8.6M6.6 9 10 12.4 13.4 9M4 16.3h12" />
  </Icon>
);

export const StarIcon = () => (
  <Icon>
    <path d="m10 2.8 2.2 4.6 5 .7-3.6 3.5.9 5-4.5-2.4-4.5 2.4.9-5L2.8 8.1l5-.7Z" />
  </Icon>
);

export const EditIcon = () => (
  <Icon>
    <path d="M3.5 16.5h3L16 7l-3-3-9.5 9.5Z" />
    <path d="m11 6 3 3" />
  </Icon>
);

export const BackIcon = () => (
  <Icon>
    <path d="m12.5 4-6 6 6 6" />
  </Icon>
);

export const NextIcon = () => (
  <Icon>
    <path d="m7.5 4 6 6-6 6" />
  </Icon>
);

export const CompareIcon = () => (
  <Icon>
    <rect x="2.5" y="4" width="6.2" height="12" rx="1" />
    <rect x="11.3" y="4" width="6.2" height="12" rx="1" />
  </Icon>
);

export const CopyIcon = () => (
  <Icon>
    <rect x="7" y="7" width="9.6" height="9.6" rx="1.6" />
    <path d="M13 4.4v-.2A1.4 1.4 0 0 0 11.6 2.8H4.4A1.6 1.6 0 0 0 2.8 4.4v7.2A1.4 1.4 0 0 0 4.2 13h.2" />
  </Icon>
);

export const VaryIcon = () => (
  <Icon>
    <path d="M4 6h4l4 8h4M12 6h4M4 14h4" />
    <path d="m14.3 4.3 1.8 1.7-1.8 1.7M14.3 12.3l1.8 1.7-1.8 1.7" />
  </Icon>
);

export const StartIcon = () => (
  <Icon>
    <rect x="2.8" y="4.4" width="8" height="11.2" rx="1.4" />
    <path d="M13.6 10h4M15.4 7.8l2.2 2.2-2.2 2.2M5 12.8l2-2.6 1.6 2" />
  </Icon>
);

export const AgainIcon = () => (
  <Icon>
    <path d="M15.8 10a5.8 5.8 0 1 1-1.7-4.1l1.7 1.6" />
    <path d="M15.9 3.9v3.7h-3.7" />
  </Icon>
);

export const DiceIcon = () => (
  <Icon>
    <rect x="3.4" y="3.4" width="13.2" height="13.2" rx="2.6" />
    <path d="M7.2 7.2v.1M12.8 7.2v.1M10 10v.1M7.2 12.8v.1M12.8 12.8v.1" stroke-width="2.2" />
  </Icon>
);

export const PanelIcon = () => (
  <Icon>
    <rect x="2.8" y="3.6" width="14.4" height="12.8" rx="1.6" />
    <path d="M11.6 3.6v12.8" />
  </Icon>
);

export const SettingsIcon = () => (
  <Icon>
    <path d="M3 6h6.2M13.4 6H17M3 14h3.4M10.6 14H17" />
    <circle cx="11.3" cy="6" r="2" />
    <circle cx="8.5" cy="14" r="2" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon>
    <path d="m5 5 10 10M15 5 5 15" />
  </Icon>
);

export const SunIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="3.2" />
    <path d="M10 2.6v1.6M10 15.8v1.6M2.6 10h1.6M15.8 10h1.6M4.8 4.8l1.1 1.1M14.1 14.1l1.1 1.1M15.2 4.8l-1.1 1.1M5.9 14.1l-1.1 1.1" />
  </Icon>
);

export const MoonIcon = () => (
  <Icon>
    <path d="M16.4 12.2A6.9 6.9 0 0 1 7.8 3.6a6.9 6.9 0 1 0 8.6 8.6Z" />
  </Icon>
);

export const SystemIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7.2" />
    <path d="M10 2.8v14.4" />
    <path d="M10 5.6a4.4 4.4 0 0 1 0 8.8Z" fill="currentColor" stroke="none" />
  </Icon>
);

/** The mark: a paper screen with its lattice, light behind one corner. The favicon is the same drawing. */
export const Logo = () => (
  <svg class="logo" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
    <rect class="logo__paper" x="4" y="3" width="24" height="26" rx="1.5" />
    <circle class="logo__light" cx="21" cy="10.5" r="4.4" />
    <path class="logo__lattice" d="M12 3v26M20 3v26M4 11.7h24M4 20.3h24" />
    <rect class="logo__frame" x="4" y="3" width="24" height="26" rx="1.5" />
  </svg>
);

export const SiteIcon = () => (
  <Icon>
    <rect x="2.8" y="4" width="14.4" height="12" rx="1.5" />
    <path d="M2.8 7.6h14.4M5.8 12.6h5.4" />
  </Icon>
);
