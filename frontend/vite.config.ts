import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const page = (name: string) => new URL(`${name}.html`, import.meta.url).pathname;

const TOKENS = 'virtual:tokens.css';

/**
 * The design system's values as a stylesheet of our own: the host's bridge says which theme holds, and fetches its values
 * later than the first paint.
 */
function tokens(): Plugin {
  return {
    name: 'tokens',
    resolveId: (id) => (id === TOKENS ? `\0${TOKENS}` : null),
    async load(id) {
      if (id !== `\0${TOKENS}`) {
        return null;
      }
      const themes = ['light', 'dark', 'spacing', 'typography', 'shape', 'motion'];
      const loaded = await Promise.all(
        themes.map((theme) => import(`@atlaskit/tokens/dist/esm/artifacts/themes/atlassian-${theme}.js`)),
      );
      return loaded.map((theme) => theme.default).join('\n');
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [react(), tokens()],
  define: { 'process.env.NODE_ENV': JSON.stringify(process.env.NODE_ENV ?? 'production'), 'process.env': '{}' },
  build: {
    outDir: '../target/frontend/panel',
    emptyOutDir: true,
    target: 'es2022',
    manifest: 'manifest.json',
    rollupOptions: { input: { admin: page('admin'), ticket: page('ticket'), portal: page('portal') } },
  },
  test: {
    environment: 'jsdom',
    globals: true,
    setupFiles: ['src/shared/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
  },
});
