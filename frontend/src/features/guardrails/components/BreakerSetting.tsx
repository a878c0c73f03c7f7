import { useAdminText } from '../../../shared/text/admin';
import { TextField } from '../../../shared/ui/fields';
import type { Limits } from '../api/guardrails';
import { linesOfPart } from '../api/values';
import { Changeable } from './Changeable';

const text = (limit: number | null | undefined) => (limit === null || limit === undefined ? '' : String(limit));
const limit = (written: string) => (written.trim() === '' ? null : Number(written));

/** At most so many accounts and memberships within an hour. */
export function BreakerSetting({ holds, path }: { holds: Limits; path: string }) {
  const { guardrails } = useAdminText();
  const words = guardrails.fields;
  const unset = text(holds.accountsPerHour) === '' && text(holds.membershipsPerHour) === '';
  const number = { type: 'number', min: 0, max: 1_000_000, step: 1, inputMode: 'numeric' } as const;
  return (
    <Changeable
      part="breaker"
      path={path}
      help={unset ? `${guardrails.help.breaker} ${guardrails.help.breakerUnset}` : guardrails.help.breaker}
      lines={linesOfPart('breaker', holds, guardrails.value)}
      begin={() => ({ accounts: text(holds.accountsPerHour), memberships: text(holds.membershipsPerHour) })}
      draft={(value) => ({ body: { accountsPerHour: limit(value.accounts), membershipsPerHour: limit(value.memberships) } })}
      fields={(value, set) => (
        <>
          <TextField
            {...number}
            label={words.accounts}
            help={words.limitHelp}
            value={value.accounts}
            onChange={(event) => set({ ...value, accounts: event.target.value })}
          />
          <TextField
            {...number}
            label={words.memberships}
            help={words.limitHelp}
            value={value.memberships}
            onChange={(event) => set({ ...value, memberships: event.target.value })}
          />
        </>
      )}
    />
  );
}
