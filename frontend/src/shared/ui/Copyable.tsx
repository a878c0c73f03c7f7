import Button from '@atlaskit/button/new';
import { useRef, useState } from 'react';
import { useAdminText } from '../text/admin';
import { useSession } from './session';

/** A text to be taken elsewhere. A frame may be forbidden to copy; then it is selected, for the keyboard to copy. */
export function Copyable({ label, value }: { label: string; value: string }) {
  const { shared } = useAdminText();
  const { text } = useSession();
  const shown = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState<'not' | 'yes' | 'by hand'>('not');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied('yes');
    } catch {
      setCopied('by hand');
      if (shown.current) {
        getSelection()?.selectAllChildren(shown.current);
      }
    }
  };
  return (
    <div className="lk-tight">
      <span className="lk-subtle">{label}</span>
      <div className="lk-copyable">
        <code className="lk-secret" ref={shown}>{value}</code>
        <Button spacing="compact" onClick={() => void copy()}>
          {copied === 'yes' ? shared.copied : shared.copy}
          <span className="lk-hidden">: {label}</span>
        </Button>
      </div>
      <span role="status">{copied === 'by hand' && text.common.copyByHand}</span>
    </div>
  );
}
