import { copyFileSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** A page of its own per resource of manifest.yml; the rule editor of Jira Automation has none under Connect. */
export const FORGE_PAGES = ['admin', 'ticket', 'portal', 'automation'];

export const FORGE_DIRECTORY = new URL('../../target/frontend-forge', import.meta.url).pathname;

/** The part of Vite's manifest that says which files a page needs. */
interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly assets?: readonly string[];
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

/**
 * Makes the folder from which the app is deployed: manifest.yml, the words of it, and for each page a folder with an index.html and what it needs,
 * as Forge wants a resource to be (Forge, "Resources").
 */
export function forgeApp(): Plugin {
  return {
    name: 'forge-app',
    apply: 'build',
    closeBundle() {
      const chunks: Record<string, Chunk> = JSON.parse(readFileSync(join(FORGE_DIRECTORY, 'manifest.json'), 'utf8'));
      for (const page of FORGE_PAGES) {
        mkdirSync(join(FORGE_DIRECTORY, page));
        for (const file of [...filesOf(`${page}.html`, chunks), 'assets/latchkey-1.svg']) {
          const copy = join(FORGE_DIRECTORY, page, file);
          mkdirSync(dirname(copy), { recursive: true });
          copyFileSync(join(FORGE_DIRECTORY, file), copy);
        }
        renameSync(join(FORGE_DIRECTORY, `${page}.html`), join(FORGE_DIRECTORY, page, 'index.html'));
      }
      rmSync(join(FORGE_DIRECTORY, 'assets'), { recursive: true });
      rmSync(join(FORGE_DIRECTORY, 'manifest.json'));
      cpSync(new URL('../locales', import.meta.url), join(FORGE_DIRECTORY, 'locales'), { recursive: true });
      copyFileSync(new URL('../manifest.yml', import.meta.url), join(FORGE_DIRECTORY, 'manifest.yml'));
    },
  };
}

function filesOf(entry: string, chunks: Record<string, Chunk>): Set<string> {
  const files = new Set<string>();
  const seen = new Set<string>();
  const left = [entry];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    const chunk = chunks[name];
    if (!chunk) {
      throw new Error(`the build has no ${name}`);
    }
    if (!seen.has(name)) {
      seen.add(name);
      [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])].forEach((file) => files.add(file));
      left.push(...(chunk.imports ?? []), ...(chunk.dynamicImports ?? []));
    }
  }
  return files;
}
