import { defineConfig } from 'vite';

// Every address is relative, so that the page works below any root path. The assets lie beside the page's own name:
// seen from /graphiql, ./graphiql/main.js is /graphiql/main.js.
export default defineConfig({
  base: './',
  build: {
    assetsDir: 'graphiql',
    chunkSizeWarningLimit: 5000, // Monaco
    license: { fileName: 'licenses.md' },
    reportCompressedSize: false,
    rolldownOptions: {
      input: 'graphiql.html',
      checks: { moduleLevelDirective: false }, // 'use client' means nothing here
    },
    target: 'es2022',
  },
  worker: { format: 'es' },
  server: {
    proxy: { '^/(graphql|graphiql/operations.json)$': { target: 'http://127.0.0.1:8000', ws: true } },
  },
});
