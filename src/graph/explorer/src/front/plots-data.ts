// Companies by what they raised, employ and occupy. Out: points with their bounds.
import { COMPANIES } from './documents';
import type { Quantity } from './known';
import { everyNode } from './pages';
import { addressOf } from './route';

export type Point = {
  name: string;
  page: string;
  funds: number | undefined;
  open: boolean; // more than the funds, by how much is not said
  people: number | undefined;
  area: number | undefined;
  planned: number | undefined; // area once everything planned stands
  printed: { funds: string; people: string; area: string; planned: string };
};

export async function loadPoints(signal: AbortSignal): Promise<Point[]> {
  const companies = await everyNode(COMPANIES, (data) => data.companies, signal);
  return companies
    .map(({ slug, name, fundsRaised, jobs, facilities }): Point => {
      const areas = facilities.nodes
        .flatMap(({ figures }) => figures.nodes)
        .filter(({ measure }) => measure === 'AREA');
      const now = areas.filter(({ status }) => status === 'REPORTED');
      const later = areas.filter(({ status }) => status === 'PLANNED');
      const area = sum(now.map(({ quantity }) => quantity));
      const more = sum(later.map(({ quantity }) => quantity));
      const funds = fundsRaised?.quantity;
      return {
        name,
        page: addressOf(['company', slug]),
        funds: number(funds),
        open: funds ? funds.high === null : false,
        people: number(jobs?.quantity),
        area,
        planned: more === undefined ? undefined : (area ?? 0) + more,
        printed: {
          funds: funds?.asPrinted ?? '',
          people: jobs?.quantity.asPrinted ?? '',
          area: now.map(({ quantity }) => quantity.asPrinted).join(', '),
          planned: later
            .map(({ quantity, period }) => [quantity.asPrinted, period?.asPrinted].filter(Boolean).join(' · '))
            .join(', '),
        },
      };
    })
    .filter(({ funds, people, area }) => funds !== undefined || people !== undefined || area !== undefined);
}

type Bounds = Pick<Quantity, 'low' | 'high'>;

function number(quantity: Bounds | undefined): number | undefined {
  const bound = quantity?.low ?? quantity?.high;
  return bound === null || bound === undefined ? undefined : Number(bound);
}

function sum(quantities: Bounds[]): number | undefined {
  const numbers = quantities.map(number).filter((value) => value !== undefined);
  return numbers.length > 0 ? numbers.reduce((total, value) => total + value, 0) : undefined;
}
