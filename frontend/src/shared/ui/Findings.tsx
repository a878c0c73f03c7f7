import { useAdminText } from '../text/admin';
import { Message } from './Message';

export interface Finding {
  code: string;
  sentence: string;
  remedy: string;
}

/** What a check has shown: each thing in the way with its remedy, then what was seen to work and what was not tried. */
export function Findings({ findings, proven, unproven = [] }: { findings: readonly Finding[]; proven: readonly string[]; unproven?: readonly string[] }) {
  const { health } = useAdminText();
  return (
    <div className="lk-stack">
      {findings.map((one) => (
        <Message key={`${one.code} ${one.sentence}`} tone="error" title={one.sentence}>
          <p>{one.remedy}</p>
          <p className="lk-subtle">{health.code(one.code)}</p>
        </Message>
      ))}
      <Seen title={health.proven} mark="yes" lines={proven} />
      <Seen title={health.unproven} mark="open" lines={unproven} />
    </div>
  );
}

function Seen({ title, mark, lines }: { title: string; mark: string; lines: readonly string[] }) {
  if (lines.length === 0) {
    return null;
  }
  return (
    <div className="lk-tight">
      <h3 className="lk-h3">{title}</h3>
      <ul className="lk-checks" data-mark={mark}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
