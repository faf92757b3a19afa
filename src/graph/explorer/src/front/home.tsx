// The front page: the map of what is tied to what, and the way to every table.
import type { ResultOf } from 'gql.tada';
import { ask } from './client';
import { DATASET } from './documents';
import { loadAnything } from './map/anything';
import { loadEcosystem } from './map/ecosystem';
import { GraphMap } from './map/map';
import { Message, Shown } from './messages';
import { asking } from './pages';
import type { Route } from './route';
import type { Shape } from './shape';
import { Tables } from './table';
import { useAnswer } from './use-answer';
import { useTitle } from './use-title';
import { hasEcosystem, hasTies } from './views';

type Dataset = NonNullable<ResultOf<typeof DATASET>['dataset']>;

export function Home({ shape, route }: { shape: Shape; route: Route }) {
  useTitle('');
  const dataset = useAnswer<Dataset>('dataset', (done) =>
    ask(DATASET, {}, (data, trouble) => done(data?.dataset ?? undefined, trouble)),
  );
  const drawn = hasTies(shape);
  return (
    <>
      {drawn && (hasEcosystem(shape) ? <Ecosystem route={route} /> : <Anything shape={shape} route={route} />)}
      <section class="everything" aria-label="Tables">
        {drawn ? <h2>Everything in it</h2> : <h1>Everything in it</h1>}
        <Shown answer={dataset}>
          {({ counts, version, builtAt }) => {
            const counted = (counts ?? {}) as Record<string, number>;
            // A database that others filled has not been counted.
            const known = Object.values(counted);
            const empty = known.length > 0 && known.every((count) => count === 0);
            return (
              <>
                {empty && <Message tone="calm" title="The dataset is empty." />}
                <Tables shape={shape} counts={counted} />
                <p class="quiet">
                  Dataset {version}
                  {builtAt && `, built ${builtAt.slice(0, 10)}`} · <a href="./schema.graphql">Schema</a>
                </p>
              </>
            );
          }}
        </Shown>
      </section>
    </>
  );
}

function Ecosystem({ route }: { route: Route }) {
  const answer = useAnswer('ecosystem', asking(loadEcosystem));
  return (
    <>
      <header class="intro">
        <h1>Who came out of what, and who paid for it</h1>
        <p class="lead">
          Universities on the left, companies in the middle, investors and exchanges on the right. Choose one to see its
          ties; each leads to its page, and each fact there to its source.
        </p>
      </header>
      <Shown answer={answer}>{(whole) => <GraphMap whole={whole} route={route} />}</Shown>
    </>
  );
}

function Anything({ shape, route }: { shape: Shape; route: Route }) {
  const answer = useAnswer(
    'anything',
    asking((signal) => loadAnything(shape, signal)),
  );
  return (
    <>
      <header class="intro">
        <h1>What is tied to what</h1>
        <p class="lead">Choose one to see its ties; each leads to its page.</p>
      </header>
      <Shown answer={answer}>{(whole) => <GraphMap whole={whole} route={route} />}</Shown>
    </>
  );
}
