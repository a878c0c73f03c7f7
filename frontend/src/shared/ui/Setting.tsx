import Button from '@atlaskit/button/new';
import { type ReactNode, useRef, useState } from 'react';
import { useSession } from './session';

/**
 * Something that can be changed where it is shown. The form opens below what holds now; when it is done, the focus goes back to the
 * button that opened it.
 */
export function Setting(props: {
  title: string;
  help?: string | undefined;
  change: string;
  /** Said aloud after a change. */
  told?: ReactNode;
  children: ReactNode;
  form: (close: () => void, cancel: ReactNode) => ReactNode;
}) {
  const { text } = useSession();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <section className="lk-setting">
      <div className="lk-spread">
        <h3 className="lk-h3">{props.title}</h3>
        <Button ref={button} spacing="compact" aria-expanded={open} onClick={() => setOpen(!open)}>
          {props.change}
          <span className="lk-hidden">: {props.title}</span>
        </Button>
      </div>
      {props.help && <p className="lk-lead">{props.help}</p>}
      {props.children}
      {open &&
        props.form(
          close,
          <Button appearance="subtle" onClick={close}>
            {text.common.cancel}
          </Button>,
        )}
      <div role="status" className="lk-told">
        {props.told}
      </div>
    </section>
  );
}
