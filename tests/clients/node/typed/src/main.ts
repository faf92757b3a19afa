// graphql-request with documents whose types graphql-codegen wrote. In: a server's address. Out: what it answered.
import { ClientError, GraphQLClient } from 'graphql-request';
import { graphql } from './gql/gql.js';

declare const process: { argv: string[]; stdout: { write(text: string): void } };

const client = new GraphQLClient(`${process.argv[2]}/graphql`);

const Rounds = graphql(`
  query Rounds($slug: String, $where: FundingRoundFilter) {
    company(slug: $slug) {
      name
      fundingRounds(where: $where, orderBy: [{ closed: { earliest: ASC } }]) {
        nodes {
          label
          amount { low currency }
          closed { earliest precision }
          investors(first: 2) { totalCount nodes { __typename name ... on Institution { kind } } }
        }
      }
    }
  }
`);

const { company } = await client.request(Rounds, {
  slug: 'promethera-biosciences',
  where: { amount: { low: { gt: '10000000' } } },
});

// Links and columns may be null, members of lists may not; decimals are strings.
const lows: (string | null | undefined)[] = company?.fundingRounds?.nodes.map((round) => round.amount?.low) ?? [];
// @ts-expect-error A decimal is no number.
const numbers: (number | null | undefined)[] = lows;
// @ts-expect-error There is such a field, but the query does not ask for it.
void company?.slug;
// @ts-expect-error A filter of a decimal is no list.
const wrong = () => client.request(Rounds, { where: { amount: { low: { gt: [1] } } } });

const refused = await client.request(Rounds, { slug: 'celyad', where: { amount: { low: { gt: 'much' } } } }).catch(
  (error: unknown) => error instanceof ClientError && error.response.errors?.map(({ extensions }) => extensions['code']),
);
process.stdout.write(JSON.stringify({ company, lows, numbers: numbers.length, wrong: typeof wrong, refused }));
