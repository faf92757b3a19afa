// A part of the page that is fetched when it is first shown.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Message } from './messages';

export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  return function Lazy(props: Props) {
    const [loaded, setLoaded] = useState<{ Part: ComponentType<Props> } | 'failed'>();
    useEffect(() => {
      load().then(
        (Part) => setLoaded({ Part }),
        () => setLoaded('failed'),
      );
    }, []);
    if (loaded === 'failed') {
      return (
        <Message tone="bad" title="The server does not answer.">
          <button type="button" onClick={() => window.location.reload()}>
            Load the page again
          </button>
        </Message>
      );
    }
    return loaded ? <loaded.Part {...props} /> : null;
  };
}
