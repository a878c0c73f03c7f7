import { useEffect, useState } from 'react';

/** A value that follows another once that has rested: what is typed is not asked for letter by letter. */
export function useLater<T>(value: T, milliseconds = 300): T {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return later;
}
