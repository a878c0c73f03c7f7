import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useAdminText } from '../../../shared/text/admin';
import type { Mark, Stage as StageName } from '../api/stages';

/**
 * A step of the guide. What is to be done now is open, the rest can be opened; what has been done closes, unless it shows what
 * somebody has just asked for. It takes the focus when it becomes the one to be done, so that whoever uses a keyboard or a screen
 * reader is led on. What it holds is drawn, and asked for, when it is opened first.
 */
export function Stage(props: {
  stage: StageName;
  place: number;
  mark: Mark;
  focused: boolean;
  summary?: string | undefined;
  staysOpen?: boolean;
  children: ReactNode;
}) {
  const { mark, focused, staysOpen = false } = props;
  const { setup } = useAdminText();
  const summary = useRef<HTMLElement>(null);
  const [open, setOpen] = useState(mark === 'now');
  const seen = useRef(false);
  seen.current ||= open;
  useEffect(() => {
    setOpen((before) => mark === 'now' || (staysOpen && before));
  }, [mark, staysOpen]);
  useEffect(() => {
    if (focused) {
      summary.current?.focus();
    }
  }, [focused]);
  return (
    <li className="lk-stage" data-mark={mark} aria-current={mark === 'now' ? 'step' : undefined}>
      <span className="lk-stage-mark" aria-hidden="true">
        {mark === 'done' ? <Tick /> : props.place}
      </span>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary ref={summary}>
          <h2 className="lk-h2">
            {setup.steps[props.stage]}
            <span className="lk-hidden">, {setup.mark[mark]}</span>
          </h2>
          {props.summary && <span className="lk-subtle">{props.summary}</span>}
        </summary>
        <div className="lk-stage-body">{seen.current && props.children}</div>
      </details>
    </li>
  );
}

function Tick() {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12">
      <path d="M2 6.5 4.8 9.2 10 3.6" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
