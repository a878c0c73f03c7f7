import { type Document, isMap, LineCounter, parseDocument, stringify } from 'yaml';
import type { Problem } from '../../../shared/http/client';

/** A recipe's text as it is edited; form and text are two views of it, so neither loses what the other wrote. */
export interface Draft {
  readonly text: string;
  /** What the text says; null when it is no YAML. */
  readonly tree: Record<string, unknown> | null;
  readonly flaw: string | null;
}

export function draftOf(text: string): Draft {
  const document = parseDocument(text);
  const flaw = document.errors[0]?.message ?? null;
  const tree: unknown = flaw ? null : document.toJS();
  return { text, flaw, tree: tree !== null && typeof tree === 'object' && !Array.isArray(tree) ? (tree as Record<string, unknown>) : null };
}

export function yamlOf(tree: unknown): string {
  return stringify(tree, { lineWidth: 0 });
}

export type Path = ReadonlyArray<string | number>;

/** The text with another value at a place; comments and everything else stay. Undefined removes what is there. */
export function changed(text: string, path: Path, value: unknown): string {
  const document: Document = parseDocument(text);
  if (!isMap(document.contents)) {
    document.contents = document.createNode({}) as unknown as Document['contents'];
  }
  if (value === undefined || value === '') {
    document.deleteIn([...path]);
  } else {
    document.setIn([...path], typeof value === 'object' ? document.createNode(value) : value);
  }
  return document.toString({ lineWidth: 0 });
}

/** The line (from 1) and range of a JSON pointer's place; of the nearest place around it where it names nothing. */
export function placeOf(text: string, pointer: string): { line: number; from: number; to: number } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const parts = pointer.split('/').slice(1).map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'));
  for (let depth = parts.length; depth > 0; depth--) {
    const path = parts.slice(0, depth).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    const node = document.getIn(path, true) as { range?: [number, number, number] } | undefined;
    if (node?.range) {
      const [from, to] = node.range;
      return { line: lines.linePos(from).line, from, to: Math.max(to, from + 1) };
    }
  }
  return { line: 1, from: 0, to: Math.min(text.length, 1) };
}

export interface PlacedProblem extends Problem {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

export function placed(text: string, problems: readonly Problem[]): PlacedProblem[] {
  return problems.map((problem) => ({ ...problem, ...placeOf(text, problem.pointer) }));
}
