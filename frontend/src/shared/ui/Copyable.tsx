import Button from '@atlaskit/button/new';
import { useState } from 'react';
import { useAdminText } from '../text/admin';

/** A text to be taken elsewhere. A frame may be forbidden to copy; then it can still be selected. */
export function Copyable({ label, value }: { label: string; value: string }) {
  const { shared } = useAdminText();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  return (
    <div className="lk-tight">
      <span className="lk-subtle">{label}</span>
      <div className="lk-copyable">
        <code className="lk-secret">{value}</code>
        <Button spacing="compact" onClick={() => void copy()}>
          {copied ? shared.copied : shared.copy}
          <span className="lk-hidden">: {label}</span>
        </Button>
      </div>
    </div>
  );
}
