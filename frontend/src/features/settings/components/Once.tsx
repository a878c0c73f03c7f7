import Button from '@atlaskit/button/new';
import { type ReactNode, useEffect, useRef } from 'react';
import { useAdminText } from '../../../shared/text/admin';
import { Message } from '../../../shared/ui/Message';

/** A secret that is shown this once; it takes the focus, and goes when its reader says so. */
export function Once({ title, onHide, children }: { title: string; onHide: () => void; children: ReactNode }) {
  const { settings } = useAdminText();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1} role="group" aria-label={title}>
      <Message tone="success" title={title}>
        <p>{settings.once}</p>
        {children}
        <div>
          <Button spacing="compact" onClick={onHide}>
            {settings.hide}
          </Button>
        </div>
      </Message>
    </div>
  );
}
