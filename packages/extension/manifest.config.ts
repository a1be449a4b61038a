import type { ManifestV3Export } from '@crxjs/vite-plugin';
import packageJson from './package.json' with { type: 'json' };

export type BrowserName = 'chromium' | 'firefox';

const ICONS = Object.fromEntries([16, 32, 48, 128].map((size) => [size, `icons/icon-${size}.png`]));
const PANEL = 'sidepanel/index.html';

// Scripts and styles from the package only; connections to any HTTP origin, because the proxy's address is a setting.
const CONTENT_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self' http: https:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Firefox's sidebar, which is missing in the plugin's types. */
const SIDEBAR = {
  sidebar_action: {
    default_panel: PANEL,
    default_title: '__MSG_name__',
    default_icon: ICONS,
    open_at_install: false,
  },
};

/** The manifest for one browser. */
export function manifestFor(browser: BrowserName): ManifestV3Export {
  const common = {
    manifest_version: 3,
    name: '__MSG_name__',
    description: '__MSG_description__',
    version: packageJson.version,
    default_locale: 'en',
    icons: ICONS,
    action: { default_popup: 'popup/index.html', default_title: '__MSG_action__', default_icon: ICONS },
    // A person may change or remove it on the browser's page for shortcuts.
    commands: { _execute_action: { suggested_key: { default: 'Alt+Shift+S' } } },
    options_ui: { page: 'options/index.html', open_in_tab: true },
    permissions: ['storage', 'contextMenus', 'scripting', 'activeTab'],
    optional_permissions: ['notifications'],
    // The upper bound: the extension requests only single origins, when the person names one.
    optional_host_permissions: ['http://*/*', 'https://*/*'],
    // Private windows promise to keep nothing, and the history and the settings are kept.
    incognito: 'not_allowed',
    content_security_policy: { extension_pages: CONTENT_POLICY },
  } satisfies Partial<ManifestV3Export>;
  if (browser === 'chromium') {
    return {
      ...common,
      permissions: [...common.permissions, 'sidePanel'],
      background: { service_worker: 'background/index.ts', type: 'module' },
      side_panel: { default_path: PANEL },
      minimum_chrome_version: '130',
    };
  }
  return {
    ...common,
    background: { scripts: ['background/index.ts'], type: 'module' },
    ...SIDEBAR,
    browser_specific_settings: {
      gecko: {
        id: 'shoji@shoji.example',
        // The first version with data_collection_permissions on desktop and Android.
        strict_min_version: '142.0',
        // Prompts, selected text, images to check, and the key go to the configured proxy.
        data_collection_permissions: { required: ['websiteContent', 'authenticationInfo'] },
      },
    },
  };
}
