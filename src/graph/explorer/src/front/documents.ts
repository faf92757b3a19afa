// The operations, typed by gql.tada from schema/schema.graphql.
import { initGraphQLTada } from 'gql.tada';
import type { introspection } from '../../node_modules/.generated/schema';

const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { Decimal: string; Date: string; DateTime: string; JSON: unknown; BigInt: string };
}>();

export const DATASET = graphql(`
  query Dataset {
    dataset { version builtAt counts }
  }
`);

export const ORGANIZATIONS = graphql(`
  query MapOrganizations($after: String) {
    organizations(first: 500, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes {
        __typename
        id
        slug
        name
        place { id slug name }
        ... on Institution { kind }
      }
    }
  }
`);

export const SPINOFFS = graphql(`
  query MapSpinoffs($after: String) {
    universities(first: 500, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { id spinoffs(first: 500) { nodes { id } } }
    }
  }
`);

export const ROUNDS = graphql(`
  query MapRounds($after: String) {
    fundingRounds(first: 500, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id
        label
        amount { asPrinted low high currency }
        closed { asPrinted earliest latest precision }
        company { id slug name }
        investors(first: 100) { nodes { id } }
      }
    }
  }
`);

export const LISTINGS = graphql(`
  query MapListings($after: String) {
    listings(first: 500, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id
        listed { asPrinted earliest latest precision }
        amount { asPrinted low high currency }
        company { id slug name }
        exchange { id name }
      }
    }
  }
`);

export const ACQUISITIONS = graphql(`
  query MapAcquisitions($after: String) {
    acquisitions(first: 500, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id
        closed { asPrinted earliest latest precision }
        price { asPrinted low high currency }
        acquirer { id slug name }
        target { id name }
        targetText
      }
    }
  }
`);

export const RELATIONS = graphql(`
  query MapRelations($after: String) {
    relations(first: 500, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { id predicate period { asPrinted } subject { id } object { id } }
    }
  }
`);

export const GROUPS = graphql(`
  query MapGroups($after: String) {
    groups(first: 500, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { id slug label members(first: 500) { nodes { id } } }
    }
  }
`);

export const SITES = graphql(`
  query MapSites($after: String) {
    facilities(first: 500, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { id name kind company { id } place { id slug name } }
    }
  }
`);

export const COMPANIES = graphql(`
  query PlotCompanies($after: String) {
    companies(first: 500, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id
        slug
        name
        fundsRaised { quantity { asPrinted low high currency } }
        jobs { quantity { asPrinted low high } }
        facilities(first: 20) {
          nodes {
            id
            figures(first: 20) {
              nodes { id measure status period { asPrinted } quantity { asPrinted low high } }
            }
          }
        }
      }
    }
  }
`);
