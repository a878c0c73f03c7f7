import type { Connection } from '../../../shared/http/connections';
import { useAdminText } from '../../../shared/text/admin';
import { Copyable } from '../../../shared/ui/Copyable';
import { Scroll } from '../../../shared/ui/Scroll';

/** Which scopes and which role the app needs in Okta, the narrowest first. */
export function Permit({ connection }: { connection: Connection }) {
  const words = useAdminText().setup.permit;
  return (
    <div className="lk-stack">
      <section className="lk-tight">
        <h3 className="lk-h3">{words.scopes}</h3>
        <p>{words.scopesBody}</p>
        <dl className="lk-pairs">
          {connection.scopes.map((scope) => (
            <div key={scope}>
              <dt>
                <code>{scope}</code>
              </dt>
              <dd>{words.scopeWhy[scope]}</dd>
            </div>
          ))}
        </dl>
        <Copyable label={words.allScopes} value={connection.scopes.join(' ')} />
        <p className="lk-subtle">{words.appsScope}</p>
      </section>
      <section className="lk-tight">
        <h3 className="lk-h3">{words.role}</h3>
        <p>{words.roleBody}</p>
        <ol className="lk-numbered">
          {words.roleSteps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <Scroll label={words.permissions}>
          <Permissions />
        </Scroll>
        <details>
          <summary>{words.standard}</summary>
          <div className="lk-stage-body">
            <p>{words.standardBody}</p>
          </div>
        </details>
        <p>{words.never}</p>
      </section>
    </div>
  );
}

function Permissions() {
  const words = useAdminText().setup.permit;
  return (
    <table className="lk-plain">
      <caption className="lk-h3">{words.permissions}</caption>
      <thead>
        <tr>
          <th scope="col">{words.permission}</th>
          <th scope="col">{words.permissionName}</th>
          <th scope="col">{words.permissionWhy}</th>
        </tr>
      </thead>
      <tbody>
        {words.permissionList.map(([label, name, why]) => (
          <tr key={name}>
            <th scope="row">{label}</th>
            <td>
              <code>{name}</code>
            </td>
            <td>{why}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
