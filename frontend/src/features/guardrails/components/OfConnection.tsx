import { connectionPath } from '../../../shared/http/connections';
import { useAdminText } from '../../../shared/text/admin';
import { SelectField, TextArea } from '../../../shared/ui/fields';
import { linesOf } from '../../../shared/ui/lines';
import { type OfConnection as Holds, partPath } from '../api/guardrails';
import { linesOfPart, pairsOf } from '../api/values';
import { BreakerSetting } from './BreakerSetting';
import { Changeable } from './Changeable';

/** What holds for one connection. */
export function OfConnection({ holds }: { holds: Holds }) {
  const name = holds.connection;
  const words = useAdminText().guardrails.fields;
  return (
    <div className="lk-settings">
      <ListSetting
        part="allowed-groups"
        path={`${connectionPath(name)}/allowed-groups`}
        member="groups"
        label={words.groups}
        help={words.groupsHelp}
        value={{ groups: holds.allowedGroups }}
        entries={holds.allowedGroups.map((one) => one.name)}
      />
      <ListSetting
        part="allowed-apps"
        path={`${connectionPath(name)}/allowed-apps`}
        member="apps"
        label={words.apps}
        help={words.appsHelp}
        value={{ apps: holds.allowedApps }}
        entries={holds.allowedApps.map((one) => one.label)}
      />
      <DomainsSetting name={name} domains={holds.emailDomains ?? null} />
      <BreakerSetting holds={holds.breaker} path={partPath(name, 'breaker')} />
      <ListSetting
        part="protected-groups"
        path={partPath(name, 'protected-groups')}
        member="ids"
        label={words.groupIds}
        help={words.idsHelp}
        value={{ groups: holds.protectedGroups }}
        entries={holds.protectedGroups.map((one) => one.id)}
      />
      <ListSetting
        part="protected-people"
        path={partPath(name, 'protected-people')}
        member="ids"
        label={words.personIds}
        help={words.idsHelp}
        value={{ people: holds.protectedPeople }}
        entries={holds.protectedPeople.map((one) => one.id)}
      />
      <DutiesSetting name={name} pairs={holds.separateDuties} />
    </div>
  );
}

/** A list that is replaced as a whole, one entry a line. */
function ListSetting(props: { part: string; path: string; member: string; label: string; help: string; value: unknown; entries: readonly string[] }) {
  const { guardrails } = useAdminText();
  return (
    <Changeable
      part={props.part}
      path={props.path}
      lines={linesOfPart(props.part, props.value, guardrails.value)}
      begin={() => props.entries.join('\n')}
      draft={(text) => ({ body: { [props.member]: linesOf(text) } })}
      fields={(text, set) => <TextArea label={props.label} help={props.help} rows={6} value={text} onChange={(event) => set(event.target.value)} />}
    />
  );
}

/** Any domain, these, or none: what is empty must not be mistaken for what is unlimited. */
function DomainsSetting({ name, domains }: { name: string; domains: string[] | null }) {
  const { guardrails } = useAdminText();
  const words = guardrails.fields;
  return (
    <Changeable
      part="email-domains"
      path={partPath(name, 'email-domains')}
      lines={linesOfPart('email-domains', { domains }, guardrails.value)}
      begin={() => ({ mode: domains === null ? 'any' : domains.length > 0 ? 'these' : 'none', text: (domains ?? []).join('\n') })}
      draft={({ mode, text }) => {
        const written = linesOf(text);
        if (mode === 'these' && written.length === 0) {
          return { wrong: words.domainsMissing };
        }
        return { body: { domains: mode === 'any' ? null : mode === 'none' ? [] : written } };
      }}
      fields={(value, set, wrong) => (
        <>
          <SelectField
            label={words.domainsMode}
            value={value.mode}
            options={[
              { value: 'these', label: words.theseDomains },
              { value: 'none', label: words.noDomain },
              { value: 'any', label: words.anyDomain },
            ]}
            onChange={(event) => set({ ...value, mode: event.target.value })}
          />
          {value.mode === 'these' && (
            <TextArea
              label={words.domains}
              help={words.domainsHelp}
              error={wrong}
              rows={4}
              value={value.text}
              onChange={(event) => set({ ...value, text: event.target.value })}
            />
          )}
        </>
      )}
    />
  );
}

function DutiesSetting({ name, pairs }: { name: string; pairs: Holds['separateDuties'] }) {
  const { guardrails } = useAdminText();
  const words = guardrails.fields;
  return (
    <Changeable
      part="separate-duties"
      path={partPath(name, 'separate-duties')}
      lines={linesOfPart('separate-duties', { pairs }, guardrails.value)}
      begin={() => pairs.map((pair) => pair.groups.map((group) => group.id).join(' ')).join('\n')}
      draft={(text) => {
        const read = pairsOf(linesOf(text));
        return 'wrong' in read ? { wrong: words.pairWrong(read.wrong) } : { body: read };
      }}
      fields={(text, set, wrong) => (
        <TextArea label={words.pairs} help={words.pairsHelp} error={wrong} rows={5} value={text} onChange={(event) => set(event.target.value)} />
      )}
    />
  );
}
