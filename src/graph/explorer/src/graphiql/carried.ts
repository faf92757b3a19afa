// An operation carried here: in the hash by our pages, in the query by the server, for a browser that asked /graphql.

export type Carried = { query: string; variables: string | undefined };

/** Read it once: the address is cleared, so that what is then typed is not undone by loading the page again. */
export function takeCarried(): Carried | undefined {
  const parameters = new URLSearchParams(window.location.hash.slice(1) || window.location.search);
  const query = parameters.get('query');
  if (!query) return undefined;
  window.history.replaceState(null, '', window.location.pathname);
  return { query, variables: parameters.get('variables') ?? undefined };
}
