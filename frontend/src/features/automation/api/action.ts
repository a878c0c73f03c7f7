import { useQuery } from '@tanstack/react-query';
import * as z from 'zod/mini';

const extension = z.object({
  data: z.optional(z.object({ inputs: z.optional(z.nullable(z.object({ issueKey: z.optional(z.string()) }))) })),
  errors: z.optional(z.object({ invalidInputs: z.optional(z.object({ issueKey: z.optional(z.object({ message: z.string() })) })) })),
});

/** Our action in a rule of Jira Automation, while somebody sets it up (Forge, "Action", "Action configuration"). */
export interface RuleAction {
  /** What is asked of the action now; null when it has just been put into the rule. */
  readonly issueKey: string | null;
  /** What the rule editor found wrong with it. */
  readonly wrong: string | null;
  /** Puts it into the rule, which is saved by its own button. */
  keep(issueKey: string): void;
  /** Hears that the rule editor wants what it is to save; gives back how to stop. */
  onSubmit(listener: () => void): () => void;
}

async function open(): Promise<RuleAction> {
  // Throws where its host is missing, so it is loaded only when the page is known to be in one.
  const { events, view } = await import('@forge/bridge');
  const read = extension.safeParse((await view.getContext()).extension);
  const { data, errors } = read.success ? read.data : {};
  return {
    issueKey: data?.inputs?.issueKey || null,
    wrong: errors?.invalidInputs?.issueKey?.message ?? null,
    keep: (issueKey) => void view.submit({ issueKey }),
    onSubmit: (listener) => {
      const subscription = events.on('AUTOMATION_ACTION_SUBMIT', listener);
      return () => void subscription.then((one) => one.unsubscribe());
    },
  };
}

export function useRuleAction() {
  return useQuery({ queryKey: ['rule-action'], queryFn: open, staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false });
}
