// The ecosystem as a graph. In: the server's answers. Out: nodes with a role, ties with a kind and their own address.
import * as documents from '../documents';
import { humanize } from '../known';
import { everyNode } from '../pages';
import { addressOf } from '../route';
import { type Dot, type Graph, kindOf, roleOf, type Tie, used } from './graph';

// Read from left to right: where companies come from, what they are, who pays and lists them.
const ROLES = {
  university: roleOf('university', 'University', 'blue', -1, { strong: true }),
  company: roleOf('company', 'Company', 'pink', 0),
  investor: roleOf('investor', 'Investor', 'green', 0.9),
  exchange: roleOf('exchange', 'Exchange', 'orange', 0.6),
  institution: roleOf('institution', 'Institution', 'slate', 0.5),
  place: roleOf('place', 'Place', 'sand', 0.1, { shape: 'square', quiet: true }),
  group: roleOf('group', 'Group', 'grey', -0.45, { shape: 'diamond', quiet: true }),
};
const KINDS = {
  'spin-off': kindOf('spin-off', 'Spin-off', 'blue', { strong: true }),
  investment: kindOf('investment', 'Investment', 'green'),
  listing: kindOf('listing', 'Listing', 'orange'),
  acquisition: kindOf('acquisition', 'Acquisition', 'pink'),
  relation: kindOf('relation', 'Other relation', 'slate', { dash: [5, 4] }),
  site: kindOf('site', 'Site', 'sand', { dash: [2, 3] }),
  region: kindOf('region', 'Home region', 'sand', { dash: [1, 4] }),
  group: kindOf('group', 'Group', 'grey', { dash: [1, 4], weight: 0.5 }),
};
// Nearly everyone is in one region: shown, that tie would cover all others.
const HIDDEN_FIRST = ['region'];

type Said = { kind: keyof typeof KINDS; what: string; detail?: string; when?: string; page?: string };

const ROOT: Record<string, string> = { University: 'university', Company: 'company', Institution: 'institution' };

export async function loadEcosystem(signal: AbortSignal): Promise<Graph> {
  const [organizations, universities, rounds, listings, acquisitions, relations, groups, facilities] =
    await Promise.all([
      everyNode(documents.ORGANIZATIONS, (data) => data.organizations, signal),
      everyNode(documents.SPINOFFS, (data) => data.universities, signal),
      everyNode(documents.ROUNDS, (data) => data.fundingRounds, signal),
      everyNode(documents.LISTINGS, (data) => data.listings, signal),
      everyNode(documents.ACQUISITIONS, (data) => data.acquisitions, signal),
      everyNode(documents.RELATIONS, (data) => data.relations, signal),
      everyNode(documents.GROUPS, (data) => data.groups, signal),
      everyNode(documents.SITES, (data) => data.facilities, signal),
    ]);
  const dots = new Map<string, Dot>();
  const ties: Tie[] = [];

  function add(id: string, label: string, role: keyof typeof ROLES, page: string): void {
    if (!dots.has(id)) dots.set(id, { id, label, role: ROLES[role], page });
  }
  function tie(from: string | undefined, to: string | undefined, said: Said): void {
    const [source, target] = [from && dots.get(from), to && dots.get(to)];
    if (!source || !target) return;
    ties.push({ from: source, to: target, detail: '', when: '', page: target.page, ...said, kind: KINDS[said.kind] });
  }

  for (const each of organizations) {
    const root = ROOT[each.__typename] ?? 'organization';
    add(each.id, each.name, roleNamed(each), addressOf([root, each.slug]));
  }
  for (const each of organizations) {
    if (!each.place) continue;
    add(each.place.id, each.place.name, 'place', addressOf(['place', each.place.slug]));
    tie(each.id, each.place.id, { kind: 'region', what: 'is in' });
  }
  for (const { id, spinoffs } of universities) {
    for (const company of spinoffs.nodes) tie(id, company.id, { kind: 'spin-off', what: 'has the spin-off' });
  }
  for (const { id, label, amount, closed, company, investors } of rounds) {
    const detail = [label, amount?.asPrinted].filter(Boolean).join(', ');
    const said: Said = {
      kind: 'investment',
      what: 'invested in',
      detail,
      when: closed?.asPrinted,
      page: addressOf(['fundingRound', id]),
    };
    for (const investor of investors.nodes) tie(investor.id, company?.id, said);
  }
  for (const { id, company, exchange, listed } of listings) {
    const page = addressOf(['listing', id]);
    tie(company?.id, exchange?.id, { kind: 'listing', what: 'is listed on', when: listed?.asPrinted, page });
  }
  for (const { id, acquirer, target, targetText, closed } of acquisitions) {
    const page = addressOf(['acquisition', id]);
    const said: Said = { kind: 'acquisition', what: 'acquired', when: closed?.asPrinted, page };
    tie(acquirer?.id, target?.id, { ...said, detail: targetText ?? '' });
  }
  for (const { id, predicate, subject, object, period } of relations) {
    const what = humanize(predicate).toLowerCase();
    tie(subject?.id, object?.id, {
      kind: 'relation',
      what,
      when: period?.asPrinted,
      page: addressOf(['relation', id]),
    });
  }
  for (const { id, slug, label, members } of groups) {
    if (members.nodes.length > 0) add(id, label, 'group', addressOf(['group', slug]));
    for (const member of members.nodes) tie(member.id, id, { kind: 'group', what: 'belongs to' });
  }
  for (const { id, name, company, place } of facilities) {
    if (place) add(place.id, place.name, 'place', addressOf(['place', place.slug]));
    tie(company?.id, place?.id, {
      kind: 'site',
      what: 'has a site in',
      detail: name,
      page: addressOf(['facility', id]),
    });
  }
  const [roles, kinds] = [Object.values(ROLES), Object.values(KINDS)];
  return used({ dots: [...dots.values()], ties, roles, kinds, hidden: HIDDEN_FIRST });
}

function roleNamed(organization: { __typename: string; kind?: string | null }): keyof typeof ROLES {
  if (organization.__typename === 'University') return 'university';
  if (organization.__typename === 'Company') return 'company';
  if (organization.kind === 'INVESTOR') return 'investor';
  return organization.kind === 'EXCHANGE' ? 'exchange' : 'institution';
}
