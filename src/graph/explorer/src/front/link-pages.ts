// The pages of a node's links: the first came with the node, the others are asked for by cursor.
import { useState } from 'preact/hooks';
import { answer, type Trouble } from './client';
import type { Row } from './labels';
import { linkOperation, manyOf } from './selections';
import type { Entity, Field, Shape } from './shape';

export type Edge = { node: Row } & Record<string, unknown>;
export type Link = {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  edges: Edge[];
};

export type Place = { shape: Shape; entity: Entity; address: string };

/** The same link with its next page. Rejects with a Trouble. */
async function nextPage({ shape, entity, address }: Place, field: Field, link: Link): Promise<Link> {
  const data = await answer<Record<string, Row | null>, { key: string; after: string | null }>(
    linkOperation(shape, entity, field),
    { key: address, after: link.pageInfo.endCursor },
  );
  const page = data[entity.one!]?.[field.name] as Link | undefined;
  // Between two pages the node may have gone.
  if (!page) return { ...link, pageInfo: { hasNextPage: false, endCursor: null } };
  return { ...page, edges: [...link.edges, ...page.edges] };
}

/** The node with every page of every link. */
export async function wholeRow(place: Place, row: Row): Promise<Row> {
  const whole: Row = { ...row };
  for (const field of manyOf(place.entity)) {
    let link = row[field.name] as Link;
    while (link.pageInfo.hasNextPage) link = await nextPage(place, field, link);
    whole[field.name] = link;
  }
  return whole;
}

export type Growing = { waiting: boolean; trouble: Trouble | undefined; more: () => void };

/** A link that grows by a page at each `more`. */
export function useGrowing(place: Place, field: Field, first: Link): [Link, Growing] {
  const [link, setLink] = useState(first);
  const [waiting, setWaiting] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  function more() {
    setWaiting(true);
    setTrouble(undefined);
    nextPage(place, field, link)
      .then(setLink, setTrouble)
      .finally(() => setWaiting(false));
  }
  return [link, { waiting, trouble, more }];
}
