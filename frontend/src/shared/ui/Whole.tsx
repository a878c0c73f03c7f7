import Button from '@atlaskit/button/new';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useSession } from './session';

/** A text that is cut where it stands, and opens as a whole: by keyboard and by touch too, which know no hovering. */
export function Whole({ title, whole, children }: { title: string; whole: string; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="lk-more lk-focus" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {children}
      </button>
      {isOpen && <Shown title={title} whole={whole} onClose={() => setOpen(false)} />}
    </>
  );
}

function Shown({ title, whole, onClose }: { title: string; whole: string; onClose: () => void }) {
  const { text } = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  const name = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus();
      }
    };
  }, []);
  return (
    <dialog ref={dialog} className="lk-dialog" aria-labelledby={name} onClose={onClose}>
      <h2 id={name} className="lk-h2">
        {title}
      </h2>
      <pre className="lk-pre" tabIndex={0}>
        {whole}
      </pre>
      <div className="lk-actions lk-end">
        <Button onClick={() => dialog.current?.close()}>{text.common.close}</Button>
      </div>
    </dialog>
  );
}
