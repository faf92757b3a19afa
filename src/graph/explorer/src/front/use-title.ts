// The window's title, for the history and for those who hear it.
import { useEffect } from 'preact/hooks';

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Spinoff Graph` : 'Spinoff Graph';
  }, [title]);
}
