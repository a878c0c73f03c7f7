import Button from '@atlaskit/button/new';
import { useRef, useState } from 'react';
import { useAdminText } from '../text/admin';

/** A text to be taken elsewhere. A frame may be forbidden to copy; then it is selected, for the keyboard to copy. */
export function Copyable({ label, value }: { label: string; value: string }) {
  const { shared } = useAdminText();
  const shown = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      setCopied(false);
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
          {copied ? shared.copied : shared.copy}
          <span className="lk-hidden">: {label}</span>
        </Button>
      </div>
    </div>
  );
}
