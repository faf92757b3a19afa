// What the `schema-relay` rules of @graphql-eslint say of a schema. In: a schema's file. Out: [{ line, rule, message }].
import { basename, dirname } from 'node:path';
import graphql from '@graphql-eslint/eslint-plugin';
import { ESLint } from 'eslint';

const schema = process.argv[2];
const linter = new ESLint({
  cwd: dirname(schema),
  overrideConfigFile: true,
  overrideConfig: [{
    files: ['*.graphql'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema } } },
    rules: {
      ...graphql.configs['flat/schema-relay'].rules,
      // Lists of nodes, groups and figures stand beside those of edges; all that is a rule of connections is kept.
      '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
    },
  }],
});
const [{ messages }] = await linter.lintFiles(basename(schema));
process.stdout.write(JSON.stringify(messages.map(({ line, ruleId, message }) => ({ line, rule: ruleId, message }))));
