import { defineConfig } from 'vite';

// Every address is relative, so that the pages work below any root path. The assets lie beside GraphiQL's own name:
// seen from / as from /graphiql, ./graphiql/main.js is /graphiql/main.js.
export default defineConfig({
  base: './',
  build: {
    assetsDir: 'graphiql',
    chunkSizeWarningLimit: 5000, // Monaco
    license: { fileName: 'licenses.md' },
    reportCompressedSize: false,
    rolldownOptions: {
      input: ['index.html', 'graphiql.html'],
      checks: { moduleLevelDirective: false }, // 'use client' means nothing here
    },
    target: 'es2022',
  },
  worker: { format: 'es' },
  server: {
    proxy: { '^/(graphql|graphiql/operations.json)$': { target: 'http://127.0.0.1:8000', ws: true } },
  },
});
