// What is said while there is no answer: waiting, slow, cancelled, away, refused.
import type { ComponentChildren } from 'preact';
import type { Answer } from './use-answer';

/** The answer where there is one, and beside or instead of it what a person must know. */
export function Shown<Data>(props: { answer: Answer<Data>; children: (data: Data) => ComponentChildren }) {
  const { answer } = props;
  return (
    <>
      <Notice answer={answer} />
      {answer.data !== undefined && props.children(answer.data)}
    </>
  );
}

function Notice({ answer }: { answer: Answer<unknown> }) {
  const { state, trouble } = answer;
  if (state === 'slow') {
    return (
      <Message tone="wait" title="Still asking …">
        <progress aria-label="Waiting for the answer" />
        <button type="button" onClick={answer.cancel}>
          Cancel
        </button>
      </Message>
    );
  }
  if (state === 'cancelled') {
    return (
      <Message tone="wait" title="Cancelled.">
        <button type="button" onClick={answer.retry}>
          Ask again
        </button>
      </Message>
    );
  }
  if (!trouble) return null;
  if (trouble.kind === 'away') {
    return (
      <Message tone="bad" title="The server does not answer.">
        <p>It may be restarting. This page asks again by itself, and goes on when it is back.</p>
      </Message>
    );
  }
  if (trouble.kind === 'closed') {
    return (
      <Message tone="calm" title="There is nothing to look at here.">
        <p>
          This page shows what a server tells of itself, and this one was set not to tell: introspection is off. Its
          data is asked for at <code>graphql</code>, by those who know its schema.
        </p>
      </Message>
    );
  }
  return (
    <Message
      tone="bad"
      title={trouble.kind === 'refused' ? 'The server refused: this asks for too much.' : 'The server sent an error.'}
    >
      <p>
        {trouble.message} {trouble.code && <code>{trouble.code}</code>}
      </p>
      <button type="button" onClick={answer.retry}>
        Ask again
      </button>
    </Message>
  );
}

/** One message, read aloud when it appears. */
export function Message(props: { tone: 'wait' | 'bad' | 'calm'; title: string; children?: ComponentChildren }) {
  return (
    <div class={`message ${props.tone}`} role={props.tone === 'bad' ? 'alert' : 'status'}>
      <strong>{props.title}</strong>
      {props.children}
    </div>
  );
}
