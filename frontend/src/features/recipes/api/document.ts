import { type Document, isCollection, isMap, isSeq, LineCounter, parseDocument, stringify } from 'yaml';
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
  if (value !== undefined && value !== '') {
    makeWay(document, path);
    document.setIn([...path], typeof value === 'object' ? document.createNode(value) : value);
  } else if (document.hasIn([...path])) {
    document.deleteIn([...path]);
  }
  return document.toString({ lineWidth: 0 });
}

/** What stands on the way to a place and can hold nothing, as the nothing behind {@code inputs:}, becomes what can. */
function makeWay(document: Document, path: Path): void {
  for (let depth = 1; depth < path.length; depth++) {
    const above = path.slice(0, depth);
    const node = document.getIn(above, true);
    if (!isCollection(node)) {
      document.setIn(above, document.createNode(typeof path[depth] === 'number' ? [] : {}));
    } else if (node.items.length === 0) {
      node.flow = false;
    }
  }
}

/** The text with an item of a list at another place; its comments go with it. */
export function moved(text: string, path: Path, from: number, to: number): string {
  const document = parseDocument(text);
  const list = document.getIn([...path], true);
  if (isSeq(list)) {
    list.items.splice(to, 0, ...list.items.splice(from, 1));
  }
  return document.toString({ lineWidth: 0 });
}

/** The line (from 1) and range of a JSON pointer's place; of the nearest place around it where it names nothing. */
export function placeOf(text: string, pointer: string): { line: number; from: number; to: number } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const parts = pointer.split('/').slice(1).map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'));
  let range: Range = null;
  let node: unknown = document.contents;
  for (const part of parts) {
    node = below(node, part);
    range = (node as { range?: Range } | undefined)?.range ?? range;
  }
  if (!range) {
    return { line: 1, from: 0, to: Math.min(text.length, 1) };
  }
  const [from, to] = range;
  return { line: lines.linePos(from).line, from, to: Math.max(to, from + 1) };
}

type Range = [number, number, number] | null;

/** A part of a pointer is the number of an item or a key, and YAML takes a key of digits for a number unless it is quoted. */
function below(node: unknown, part: string): unknown {
  const number = /^\d+$/.test(part) ? Number(part) : null;
  if (isMap(node)) {
    return node.get(part, true) ?? (number === null ? undefined : node.get(number, true));
  }
  return isSeq(node) && number !== null ? node.get(number, true) : undefined;
}

export interface PlacedProblem extends Problem {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

export function placed(text: string, problems: readonly Problem[]): PlacedProblem[] {
  return problems.map((problem) => ({ ...problem, ...placeOf(text, problem.pointer) }));
}
