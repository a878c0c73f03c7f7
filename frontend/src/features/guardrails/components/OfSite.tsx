import Button from '@atlaskit/button/new';
import { isProposal } from '../../../shared/http/proposals';
import { useAdminText } from '../../../shared/text/admin';
import { Trouble } from '../../../shared/ui/states';
import { type GuardrailsData, useChange } from '../api/guardrails';
import { BreakerSetting } from './BreakerSetting';

/** What holds for the whole site. */
export function OfSite({ data }: { data: GuardrailsData }) {
  return (
    <div className="lk-settings">
      <SecondAdministrator required={data.secondAdministrator} />
      <BreakerSetting holds={data.breaker} path="/api/guardrails/breaker" />
    </div>
  );
}

function SecondAdministrator({ required }: { required: boolean }) {
  const { guardrails, shared } = useAdminText();
  const words = guardrails.second;
  const change = useChange();
  return (
    <section className="lk-setting">
      <div className="lk-spread">
        <h3 className="lk-h3">{words.title}</h3>
        <Button
          spacing="compact"
          isDisabled={change.isPending}
          onClick={() => change.mutate({ path: '/api/guardrails/second-administrator', body: { required: !required } })}
        >
          {required ? words.stop : words.require}
        </Button>
      </div>
      <p className="lk-lead">{words.help}</p>
      <p>{required ? words.on : words.off}</p>
      {change.error && <Trouble error={change.error} />}
      <div role="status" className="lk-told">
        {change.data && (isProposal(change.data) ? shared.proposed : guardrails.saved)}
      </div>
    </section>
  );
}
