// Addresses: `#/path/parts?name=value`. They live in the hash, so that the page works below any root path.
import { useEffect, useState } from 'preact/hooks';

export type Route = { parts: string[]; parameters: URLSearchParams };

export function readRoute(hash: string = window.location.hash): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return { parts: path.split('/').filter(Boolean).map(decode), parameters: new URLSearchParams(query) };
}

// An address that was typed may hold a lone %.
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of parts and parameters; empty parameters are left out. */
export function addressOf(parts: string[], parameters: Record<string, string | undefined> = {}): string {
  const kept = Object.entries(parameters).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const query = new URLSearchParams(kept).toString();
  return `#/${parts.map(encodeURIComponent).join('/')}${query ? `?${query}` : ''}`;
}

export function useRoute(): Route {
  const [route, setRoute] = useState(readRoute);
  useEffect(() => {
    const changed = () => setRoute(readRoute());
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, []);
  return route;
}

/** Change parameters where one is, without a step in the history: for what is typed. */
export function replaceAddress(address: string): void {
  window.history.replaceState(null, '', address);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}
