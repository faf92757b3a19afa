// The shell: heading, search, ways to go, and the page of the address.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ask, type Trouble } from './client';
import { EntityPage } from './entity';
import { Home } from './home';
import { lazy } from './lazy';
import { Message, Shown } from './messages';
import { addressOf, type Route, useRoute } from './route';
import { Search } from './search';
import { entityAt, INTROSPECTION, type Introspection, readShape, type Shape } from './shape';
import { TablePage } from './table';
import { ThemeButton } from './theme';
import { useAnswer } from './use-answer';
import { hasCompanies, hasEcosystem, hasTies } from './views';

const Timeline = lazy(async () => (await import('./timeline')).Timeline);
const Plots = lazy(async () => (await import('./plots')).Plots);

export function App() {
  const answer = useAnswer<Shape>('shape', (done) =>
    ask<Introspection, Record<string, never>>(INTROSPECTION, {}, (data, trouble) =>
      done(data && readShape(data), trouble && closed(trouble)),
    ),
  );
  const route = useRoute();
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
        Skip to the content
      </button>
      <header class="top">
        <a class="brand" href="#/">
          <img src={new URL('../icon.svg', import.meta.url).href} alt="" width="26" height="26" />{' '}
          <span>Spinoff Graph</span>
        </a>
        {answer.data?.searches && <Search shape={answer.data} />}
        {answer.data && <Ways shape={answer.data} at={route.parts[0]} />}
      </header>
      <Content route={route}>
        <Shown answer={answer}>{(shape) => <Page shape={shape} route={route} />}</Shown>
      </Content>
    </>
  );
}

// A server that does not describe itself calls the question invalid.
function closed(trouble: Trouble): Trouble {
  return trouble.code === 'GRAPHQL_VALIDATION_FAILED' ? { ...trouble, kind: 'closed' } : trouble;
}

function Ways({ shape, at }: { shape: Shape; at: string | undefined }) {
  const ways: [string | undefined, string, boolean][] = [
    [undefined, hasTies(shape) ? 'Map' : 'Tables', true],
    ['timeline', 'Timeline', hasEcosystem(shape)],
    ['plots', 'Plots', hasCompanies(shape)],
  ];
  return (
    <nav aria-label="Views">
      {ways
        .filter(([, , exists]) => exists)
        .map(([part, name]) => (
          <a key={name} href={addressOf(part ? [part] : [])} aria-current={at === part ? 'page' : undefined}>
            {name}
          </a>
        ))}
      <a href="./graphiql">GraphiQL</a>
      <ThemeButton />
    </nav>
  );
}

// A new page is read from its top, by eyes and by those who listen.
function Content({ route, children }: { route: Route; children: ComponentChildren }) {
  const content = useRef<HTMLElement>(null);
  const path = route.parts.join('/');
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    window.scrollTo(0, 0);
    content.current?.focus({ preventScroll: true });
  }, [path]);
  return (
    <main id="content" ref={content} tabIndex={-1}>
      {children}
    </main>
  );
}

function Page({ shape, route }: { shape: Shape; route: Route }) {
  const [first, second] = route.parts;
  if (first === undefined) return <Home shape={shape} route={route} />;
  if (first === 'timeline' && hasEcosystem(shape)) return <Timeline />;
  if (first === 'plots' && hasCompanies(shape)) return <Plots />;
  const entity = entityAt(shape, first === 'table' ? second : first);
  if (entity?.many && first === 'table')
    return <TablePage key={entity.name} shape={shape} entity={entity} route={route} />;
  if (entity?.one && second)
    return <EntityPage key={`${first} ${second}`} shape={shape} entity={entity} address={second} />;
  return (
    <Message tone="calm" title="There is no such page.">
      <a href="#/">To the front page</a>
    </Message>
  );
}
