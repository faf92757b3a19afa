// What relay-compiler reads: lists that page both ways, a list of a row that is asked again by id, parts of interfaces.
import { graphql } from 'relay-runtime';

export const companies = graphql`
  fragment EcosystemCompanies on Query
  @refetchable(queryName: "EcosystemMoreCompaniesQuery")
  @argumentDefinitions(
    first: { type: "Int" }
    after: { type: "String" }
    last: { type: "Int" }
    before: { type: "String" }
    where: { type: "CompanyFilter" }
  ) {
    companies(first: $first, after: $after, last: $last, before: $before, where: $where, orderBy: [{ name: ASC }])
      @connection(key: "Ecosystem_companies") {
      totalCount
      edges {
        node {
          id
          name
        }
      }
    }
  }
`;

export const page = graphql`
  query EcosystemCompaniesQuery($first: Int, $after: String, $last: Int, $before: String, $where: CompanyFilter) {
    ...EcosystemCompanies @arguments(first: $first, after: $after, last: $last, before: $before, where: $where)
  }
`;

export const members = graphql`
  fragment EcosystemMembers on Group
  @refetchable(queryName: "EcosystemMoreMembersQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 3 }, cursor: { type: "String" }) {
    label
    members(first: $count, after: $cursor) @connection(key: "Ecosystem_members") {
      edges {
        node {
          ...EcosystemOrganization
        }
      }
    }
  }
`;

export const organization = graphql`
  fragment EcosystemOrganization on Organization @refetchable(queryName: "EcosystemOrganizationQuery") {
    __typename
    id
    name
    ... on Company {
      founded {
        asPrinted
      }
    }
  }
`;

export const group = graphql`
  query EcosystemGroupQuery($slug: String) {
    group(slug: $slug) {
      id
      ...EcosystemMembers
    }
  }
`;

export const live = graphql`
  subscription EcosystemLiveSubscription($slug: String) {
    live {
      company(slug: $slug) {
        id
        name
      }
    }
  }
`;

export const company = graphql`
  query EcosystemCompanyQuery($slug: String) {
    company(slug: $slug) {
      id
      name
    }
  }
`;
