import * as z from 'zod/mini';
import type { AdminTexts } from '../../../shared/text/admin';
import { app, group, limits, pair, person } from './guardrails';

type Words = AdminTexts['guardrails']['value'];

/** What a part of the guardrails holds, in lines for people; what is of no known shape is shown as it is. */
export function linesOfPart(part: string, value: unknown, words: Words): string[] {
  const lines = READERS[part]?.(value, words);
  return lines ?? [JSON.stringify(value)];
}

function read<T>(shape: z.ZodMiniType<T>, value: unknown): T | null {
  const told = shape.safeParse(value);
  return told.success ? told.data : null;
}

const orNothing = (lines: string[], words: Words) => (lines.length > 0 ? lines : [words.nothing]);

const READERS: Record<string, (value: unknown, words: Words) => string[] | null> = {
  'second-administrator': (value, words) => {
    const told = read(z.object({ required: z.boolean() }), value);
    return told && [told.required ? words.required : words.notRequired];
  },
  breaker: (value, words) => {
    const told = read(limits, value);
    const limit = (most: number | null | undefined) => (most === null || most === undefined ? words.noLimit : String(most));
    return told && [words.accounts(limit(told.accountsPerHour)), words.memberships(limit(told.membershipsPerHour))];
  },
  'email-domains': (value, words) => {
    const told = read(z.object({ domains: z.nullable(z.array(z.string())) }), value);
    return told && (told.domains === null ? [words.anyDomain] : told.domains.length > 0 ? told.domains : [words.noDomain]);
  },
  'allowed-groups': groups,
  'protected-groups': groups,
  'allowed-apps': (value, words) => {
    const told = read(z.object({ apps: z.array(app) }), value);
    return told && orNothing(told.apps.map((one) => words.named(one.label, one.id)), words);
  },
  'protected-people': (value, words) => {
    const told = read(z.object({ people: z.array(person) }), value);
    return told && orNothing(told.people.map((one) => one.id), words);
  },
  'separate-duties': (value, words) => {
    const told = read(z.object({ pairs: z.array(pair) }), value);
    return told && orNothing(told.pairs.map((one) => words.pair(one.groups[0]?.name ?? '', one.groups[1]?.name ?? '')), words);
  },
};

function groups(value: unknown, words: Words): string[] | null {
  const told = read(z.object({ groups: z.array(group) }), value);
  return told && orNothing(told.groups.map((one) => words.named(one.name, one.id)), words);
}

/** Pairs of ids, one a line; the first line that is none is told instead. */
export function pairsOf(lines: readonly string[]): { pairs: string[][] } | { wrong: string } {
  const pairs = lines.map((line) => line.split(/[\s,]+/).filter(Boolean));
  const wrong = pairs.findIndex((ids) => ids.length !== 2 || ids[0] === ids[1]);
  return wrong < 0 ? { pairs } : { wrong: lines[wrong] ?? '' };
}
