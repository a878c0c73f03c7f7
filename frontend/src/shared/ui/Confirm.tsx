import Button from '@atlaskit/button/new';
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useSession } from './session';

/**
 * Asks before something that cannot be taken back, for a reason where one is needed. It is the browser's own dialog: focus,
 * Escape and what lies behind it are its affair. When it goes, the focus goes back to where it came from.
 */
export function Confirm(props: {
  title: string;
  body: ReactNode;
  confirm: string;
  /** What leaves everything as it is, where "Cancel" could be taken for the act itself. */
  dismiss?: string;
  reasonLabel?: string;
  busy?: boolean;
  error?: ReactNode;
  onConfirm: (reason: string) => void;
  onClose: () => void;
}) {
  const { text } = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [reason, setReason] = useState('');
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    // React takes it out of the page without closing it, so that the browser gives nothing back.
    return () => {
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus();
      }
    };
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onConfirm(reason.trim());
  };
  return (
    <dialog ref={dialog} className="lk-dialog" aria-labelledby={title} onClose={props.onClose}>
      <form onSubmit={submit}>
        <h2 id={title} className="lk-h2">
          {props.title}
        </h2>
        <div>{props.body}</div>
        {props.reasonLabel && (
          <label className="lk-field">
            <span>{props.reasonLabel}</span>
            <textarea value={reason} maxLength={500} required rows={3} onChange={(event) => setReason(event.target.value.trimStart())} />
          </label>
        )}
        {props.error}
        <div className="lk-actions lk-end">
          <Button appearance="subtle" onClick={() => dialog.current?.close()}>
            {props.dismiss ?? text.common.cancel}
          </Button>
          <Button appearance="danger" type="submit" isDisabled={props.busy ?? false}>
            {props.confirm}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
