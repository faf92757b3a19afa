// The page: GraphiQL over ./graphql, with the example operations as its first tabs.
import './workers';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import '@graphiql/plugin-explorer/style.css';
import 'graphiql/graphiql.css';
import './page.css';

import { explorerPlugin } from '@graphiql/plugin-explorer';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { takeCarried } from './carried';
import { examplesPlugin, fetchExamples } from './examples';
import { TELLING } from './telling';
import { askingFetch } from './told';

const address = new URL('./graphql', window.location.href);
const socket = new URL(address);
socket.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';

// The socket opens when a subscription is run, not before. The media types are those of GraphQL over HTTP.
const fetcher = createGraphiQLFetcher({
  url: address.href,
  subscriptionUrl: socket.href,
  fetch: askingFetch,
  enableIncrementalDelivery: false,
});

const carried = takeCarried();
const examples = await fetchExamples();
const questions = examplesPlugin(examples);
const builder = { ...explorerPlugin({ showAttribution: false }), title: 'Query builder' };
// On a phone the editor comes first, and a panel covers it while it is open.
const wide = window.matchMedia('(min-width: 801px)').matches;
const plugins = [questions, builder, HISTORY_PLUGIN, TELLING];

createRoot(document.querySelector('#explorer')!).render(
  <GraphiQL
    fetcher={fetcher}
    plugins={plugins}
    visiblePlugin={wide ? questions : undefined}
    defaultTabs={carried ? [carried, ...examples] : examples}
    initialQuery={carried?.query}
    initialVariables={carried?.variables}
    inputValueDeprecation
    schemaDescription
  >
    <GraphiQL.Logo>
      <a href="./">Spinoff Graph</a>
    </GraphiQL.Logo>
  </GraphiQL>,
);
