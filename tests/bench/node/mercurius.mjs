// Mercurius with its jit. In: BENCH_PORT. Out: a server on loopback. Never: anything of one question.

import fastify from 'fastify'
import mercurius from 'mercurius'
import { resolvers, typeDefs } from './schema.mjs'

const app = fastify()
app.register(mercurius, { schema: typeDefs, resolvers, jit: 1 })
app.listen({ port: Number(process.env.BENCH_PORT), host: '127.0.0.1' })
