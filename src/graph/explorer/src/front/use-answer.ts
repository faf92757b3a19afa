// A question as a piece of state: asked when it changes, asked again while the server is away, cancelled on demand.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Trouble } from './client';

const SLOW = 1000; // milliseconds until waiting is said aloud
const AGAIN = 1500; // milliseconds between tries while the server is away

export type Answer<Data> = {
  data?: Data;
  trouble?: Trouble;
  state: 'asking' | 'slow' | 'answered' | 'cancelled';
  cancel: () => void;
  retry: () => void;
};

type Asking<Data> = (done: (data: Data | undefined, trouble: Trouble | undefined) => void) => () => void;

/** Ask by `asking`, anew whenever `key` changes; without a key there is no question yet. What was answered stays. */
export function useAnswer<Data>(key: string | undefined, asking: Asking<Data>): Answer<Data> {
  const [round, setRound] = useState(0);
  const [told, setTold] = useState<{ key?: string; data?: Data; trouble?: Trouble; state: Answer<Data>['state'] }>({
    state: 'asking',
  });
  const [stop, setStop] = useState<{ now: () => void }>({ now: () => {} });

  // The key stands for all that the question is made of.
  useEffect(() => {
    if (key === undefined) return;
    let again: number | undefined;
    setTold((before) => ({ ...before, state: 'asking' }));
    const slow = window.setTimeout(() => setTold((before) => ({ ...before, state: 'slow' })), SLOW);
    const cancel = asking((data, trouble) => {
      window.clearTimeout(slow);
      setTold((before) => ({ key, data: data ?? (trouble ? before.data : undefined), trouble, state: 'answered' }));
      if (trouble?.kind === 'away') again = window.setTimeout(() => setRound((value) => value + 1), AGAIN);
    });
    const end = () => {
      window.clearTimeout(slow);
      window.clearTimeout(again);
      cancel();
    };
    setStop({
      now: () => {
        end();
        setTold((before) => ({ ...before, trouble: undefined, state: 'cancelled' }));
      },
    });
    return end;
  }, [key, round]);

  return {
    ...told,
    data: told.key === key ? told.data : undefined,
    trouble: told.key === key ? told.trouble : undefined,
    cancel: stop.now,
    retry: useCallback(() => setRound((value) => value + 1), []),
  };
}
