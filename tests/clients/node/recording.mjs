// A fetch that notes what it was asked to send: [{ method, sent, status }], `sent` being text, hash, id or both.

export function recording(told) {
  return async (url, options = {}) => {
    const answer = await fetch(url, options);
    const asked = options.body ? JSON.parse(options.body) : fromAddress(new URL(url));
    const hash = asked.extensions?.persistedQuery?.sha256Hash;
    const sent = [asked.query && 'text', hash && 'hash', asked.documentId && 'id'].filter(Boolean).join(' and ');
    told.push({ method: options.method ?? 'GET', sent, status: answer.status });
    return answer;
  };
}

function fromAddress(url) {
  const found = Object.fromEntries(url.searchParams);
  return { ...found, extensions: JSON.parse(found.extensions ?? '{}') };
}
