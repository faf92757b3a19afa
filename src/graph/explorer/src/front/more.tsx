// How much of a link is shown, and the button that shows more of it.
import type { Growing, Link } from './link-pages';

export function More({ shown, link, growing }: { shown: number; link: Link; growing: Growing }) {
  const { waiting, trouble, more } = growing;
  if (shown >= link.edges.length && !link.pageInfo.hasNextPage) return null;
  return (
    <p class="more">
      <span role="status">
        {shown} of {link.totalCount}
      </span>
      <button type="button" disabled={waiting} onClick={more}>
        {waiting ? 'Asking …' : 'Show more'}
      </button>
      {trouble && <span role="alert">{trouble.kind === 'away' ? 'The server does not answer.' : trouble.message}</span>}
    </p>
  );
}
