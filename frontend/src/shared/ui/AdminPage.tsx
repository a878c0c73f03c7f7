import { type ReactNode, useEffect, useRef } from 'react';

let isFirst = true;

/**
 * A page of the administrators' panel: heading, what it is for, what can be done, and its content. Whoever comes from another page
 * finds the focus on its heading, and its name in the window's title.
 */
export function AdminPage({ title, lead, actions, children }: { title: string; lead?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Latchkey`;
  }, [title]);
  useEffect(() => {
    if (!isFirst) {
      heading.current?.focus({ preventScroll: true });
    }
    isFirst = false;
  }, []);
  return (
    <div className="lk-stack">
      <div className="lk-spread">
        <h1 className="lk-h1" tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {actions && <div className="lk-actions">{actions}</div>}
      </div>
      {lead && <p className="lk-lead">{lead}</p>}
      {children}
    </div>
  );
}

/** A part of a page under a heading of its own. */
export function Part({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="lk-tight">
      <div className="lk-spread">
        <h2 className="lk-h2">{title}</h2>
        {actions && <div className="lk-actions">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
