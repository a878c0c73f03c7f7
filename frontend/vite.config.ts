import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { FORGE_DIRECTORY, FORGE_PAGES, forgeApp } from './forge/vite.ts';

const page = (name: string) => new URL(`${name}.html`, import.meta.url).pathname;

const TOKENS = 'virtual:tokens.css';

/** Themes, with the element for which their values hold here. */
const THEMES = {
  light: 'html',
  dark: 'html[data-color-mode="dark"]',
  spacing: 'html',
  typography: 'html',
  shape: 'html',
};

/**
 * The design system's values as a stylesheet of our own: the host's bridge says whether it is light or dark, and fetches
 * values later than the first paint, under names of themes that change.
 */
function tokens(): Plugin {
  return {
    name: 'tokens',
    resolveId: (id) => (id === TOKENS ? `\0${TOKENS}` : null),
    async load(id) {
      if (id !== `\0${TOKENS}`) {
        return null;
      }
      const sheets = Object.entries(THEMES).map(async ([theme, element]) => {
        const { default: sheet } = await import(`@atlaskit/tokens/dist/esm/artifacts/themes/atlassian-${theme}.js`);
        return `${element} ${sheet.slice(sheet.indexOf('{'))}`;
      });
      return (await Promise.all(sheets)).join('\n');
    },
  };
}

const IN_A_PAGE = { environment: 'jsdom', setupFiles: ['src/shared/testing/setup.ts'] };

/** Tests that choose a bridge or fill a page, as happens once in the life of a page. */
const WHOLE_PAGES = ['src/app/**/*.test.{ts,tsx}', 'src/shared/bridge/*.test.ts', 'src/shared/ui/{frame,session}.test.tsx'];

const CONNECT_PAGES = ['admin', 'ticket', 'portal'];

/** Two builds of the same sources: for Connect's pages, which the node serves, and with `--mode forge` for Atlassian's CDN. */
export default defineConfig(({ mode }) => ({
  base: './',
  plugins: [react(), tokens(), ...(mode === 'forge' ? [forgeApp()] : [])],
  define: { 'process.env.NODE_ENV': JSON.stringify(process.env.NODE_ENV ?? 'production'), 'process.env': '{}' },
  build: {
    outDir: mode === 'forge' ? FORGE_DIRECTORY : '../target/frontend/panel',
    emptyOutDir: true,
    target: 'es2022',
    manifest: 'manifest.json',
    rollupOptions: { input: Object.fromEntries((mode === 'forge' ? FORGE_PAGES : CONNECT_PAGES).map((name) => [name, page(name)])) },
  },
  test: {
    globals: true,
    testTimeout: 20_000,
    maxWorkers: '100%',
    css: false,
    // It names its own files without their endings, which Node does not resolve.
    server: { deps: { inline: ['codemirror-json-schema'] } },
    projects: [
      // Most tests put nothing into a module or a page that outlives them; to read React and the components anew for each
      // file would take three times as long as the tests.
      {
        extends: true,
        test: { ...IN_A_PAGE, name: 'pages', isolate: false, include: ['src/**/*.test.{ts,tsx}'], exclude: WHOLE_PAGES },
      },
      { extends: true, test: { ...IN_A_PAGE, name: 'whole pages', include: WHOLE_PAGES } },
      { extends: true, test: { name: 'forge', environment: 'node', include: ['forge/**/*.test.ts'] } },
    ],
  },
}));
