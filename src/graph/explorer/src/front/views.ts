// Which of the special views a dataset can fill.
import { drawnLinks } from './map/anything';
import type { Shape } from './shape';

const has = (shape: Shape, ...names: string[]) => names.every((name) => shape.entities.get(name)?.many);

/** Organizations and the events that tie them: the map and the timeline. */
export function hasEcosystem(shape: Shape): boolean {
  const events = ['University', 'FundingRound', 'Listing', 'Acquisition', 'Relation', 'Group', 'Facility'];
  return has(shape, 'Organization', 'Company', ...events);
}

/** Companies with figures: the plots. */
export function hasCompanies(shape: Shape): boolean {
  const fields = shape.entities.get('Company')?.fields.map(({ name }) => name) ?? [];
  return has(shape, 'Company', 'Figure') && fields.includes('fundsRaised') && fields.includes('jobs');
}

/** Rows that lead to one another: the map. */
export function hasTies(shape: Shape): boolean {
  return [...drawnLinks(shape).values()].some((links) => links.length > 0);
}
