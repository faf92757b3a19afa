// The questions' GraphQL over node:sqlite: prepared statements, read without leaving the thread.
// In: BENCH_DATABASE. Out: type definitions and resolvers, the same for every server. Never: HTTP.

import { DatabaseSync } from 'node:sqlite'

const database = new DatabaseSync(process.env.BENCH_DATABASE, { readOnly: true })
const prepare = (sql) => {
  const statement = database.prepare(sql)
  return (...values) => statement.all(...values)
}

const universities = prepare("SELECT id, name FROM organization WHERE type = 'UNIVERSITY' ORDER BY id LIMIT ?")
const companies = prepare("SELECT id, name FROM organization WHERE slug = ? AND type = 'COMPANY'")
const spinoffs = prepare(
  'SELECT o.id, o.name FROM spinoff s JOIN organization o ON o.id = s.company_id WHERE s.university_id = ? ORDER BY o.id',
)
const parents = prepare(
  'SELECT o.id, o.name FROM spinoff s JOIN organization o ON o.id = s.university_id WHERE s.company_id = ? ORDER BY o.id',
)
const rounds = prepare('SELECT label, amount_low AS low FROM fundinground WHERE company_id = ? ORDER BY id')
const facilities = prepare('SELECT name FROM facility WHERE company_id = ? ORDER BY id')

const connection = (nodes) => ({ nodes })
const round = ({ label, low }) => ({ label, amount: { low: String(low / 10000) } })

export const typeDefs = `
  type Query { universities(first: Int!): Universities! company(slug: String!): Company }
  type Universities { nodes: [University!]! }
  type Companies { nodes: [Company!]! }
  type FundingRounds { nodes: [FundingRound!]! }
  type Facilities { nodes: [Facility!]! }
  type University { name: String! spinoffs: Companies! }
  type Company { name: String! fundingRounds: FundingRounds! facilities: Facilities! universities: Universities! }
  type FundingRound { label: String! amount: Quantity! }
  type Quantity { low: String! }
  type Facility { name: String! }
`

export const resolvers = {
  Query: {
    universities: (_, { first }) => connection(universities(first)),
    company: (_, { slug }) => companies(slug)[0] ?? null,
  },
  University: { spinoffs: ({ id }) => connection(spinoffs(id)) },
  Company: {
    fundingRounds: ({ id }) => connection(rounds(id).map(round)),
    facilities: ({ id }) => connection(facilities(id)),
    universities: ({ id }) => connection(parents(id)),
  },
}
