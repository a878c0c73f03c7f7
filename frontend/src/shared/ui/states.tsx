import Button from '@atlaskit/button/new';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refused, Unexpected } from '../http/client';
import { Message } from './Message';
import { useSession } from './session';

type Words = { title: string; body: string };

/** A quiet shape of what is coming; it has the height of what it stands for, so that nothing jumps. */
export function Loading({ lines = 3 }: { lines?: number }) {
  const { text } = useSession();
  return (
    <div className="lk-loading" role="status" aria-label={text.common.loading}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="lk-bone" style={{ width: `${90 - (line % 3) * 18}%` }} />
      ))}
    </div>
  );
}

export function Empty({ title, body, action }: Words & { action?: ReactNode }) {
  return (
    <div className="lk-empty">
      <h2 className="lk-h3">{title}</h2>
      <p>{body}</p>
      {action}
    </div>
  );
}

/** What went wrong, in words of the panel's reader, with what can be done about it. */
export function Trouble({ error, retry, wordsFor }: { error: Error; retry?: () => void; wordsFor?: (code: string) => Words | undefined }) {
  const { text } = useSession();
  const words = wordsOf(error, text.common, wordsFor);
  const isPassing = error instanceof Refused && error.code in OF_THE_DOOR;
  const incident = error instanceof Refused && error.incident ? text.common.incident(error.incident) : null;
  return (
    <div role="alert">
      <Message tone={isForbidden(error) || isPassing ? 'warning' : 'error'} title={words.title}>
        <p>{words.body}</p>
        {error instanceof Refused && error.wrong.length > 0 && (
          <ul>
            {error.wrong.map((part) => (
              <li key={`${part.field} ${part.message}`}>
                {part.field}: {part.message}
              </li>
            ))}
          </ul>
        )}
        {incident && <p className="lk-subtle">{incident}</p>}
        {retry && (isPassing || !isForbidden(error)) && (
          <Button spacing="compact" onClick={retry}>
            {text.common.tryAgain}
          </Button>
        )}
      </Message>
    </div>
  );
}

function isForbidden(error: Error): boolean {
  return error instanceof Refused && (error.status === 403 || error.status === 404);
}

/** What stands between Jira and us, and passes: whoever looks is not to blame, and may look. */
const OF_THE_DOOR: Record<string, 'noToken' | 'missingScope' | 'unlicensed' | 'settingUp'> = {
  'tenant.no-system-token': 'noToken',
  'tenant.missing-scope': 'missingScope',
  'forge.unlicensed': 'unlicensed',
  'forge.unknown-installation': 'settingUp',
};

type Common = ReturnType<typeof useSession>['text']['common'];

function wordsOf(error: Error, common: Common, wordsFor?: (code: string) => Words | undefined): Words {
  if (error instanceof Refused) {
    const own = wordsFor?.(error.code);
    if (own) {
      return own;
    }
    const ofTheDoor = OF_THE_DOOR[error.code];
    if (ofTheDoor) {
      return common[ofTheDoor];
    }
    switch (error.status) {
      case 403:
        return common.forbidden;
      case 404:
        return common.gone;
      case 429:
        return common.busy;
      case 503:
        return error.code.startsWith('jira') || error.code.startsWith('tenant') ? common.jiraSilent : common.unreachable;
      default:
        return error.status >= 500 ? common.unexpected : { title: error.message || common.unexpected.title, body: '' };
    }
  }
  return error instanceof Unexpected ? common.unexpected : common.unreachable;
}

/** Draws each state of what is asked for: coming, failed, stale after a failure, there. */
export function Asked<T>({ query, lines, children }: { query: UseQueryResult<T, Error>; lines?: number; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error && <Trouble error={query.error} retry={() => void query.refetch()} />}
        {children(query.data)}
      </>
    );
  }
  if (query.error) {
    return <Trouble error={query.error} retry={() => void query.refetch()} />;
  }
  return <Loading {...(lines === undefined ? {} : { lines })} />;
}
