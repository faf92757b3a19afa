// The example operations: fetched from the server, shown as the first tabs and as a list of questions.
import { type GraphiQLPlugin, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect } from 'react';

export type Example = { name: string; question: string; query: string };

// Shown when the server has no examples.
const FALLBACK: Example = {
  name: 'Types',
  question: 'What can be asked?',
  query:
    '# What can be asked?\nquery Types {\n  __schema {\n    queryType {\n      fields {\n        name\n        description\n      }\n    }\n  }\n}\n',
};

let settled = false; // the editor holds what its tab does

export async function fetchExamples(): Promise<Example[]> {
  const response = await fetch('./graphiql/operations.json');
  const examples: Example[] = response.ok ? await response.json() : [];
  return examples.length > 0 ? examples : [FALLBACK];
}

export function examplesPlugin(examples: Example[]): GraphiQLPlugin {
  return { title: 'Examples', icon: ExamplesIcon, content: () => <Examples examples={examples} /> };
}

function Examples({ examples }: { examples: Example[] }) {
  const { addTab, changeTab } = useGraphiQLActions();
  const { tabs, active, queryEditor } = useGraphiQL(({ tabs, activeTabIndex, queryEditor }) => ({
    tabs,
    active: tabs[activeTabIndex]?.query,
    queryEditor,
  }));

  // The editor comes later than the tabs, with what was the first one's text: by then another may have been chosen.
  useEffect(() => {
    if (settled || !queryEditor) return;
    settled = true;
    if (typeof active === 'string' && queryEditor.getValue() !== active) queryEditor.setValue(active);
  }, [queryEditor, active]);

  // Goes to the tab that still holds the example, or opens a new one.
  function open({ query }: Example) {
    const opened = tabs.findIndex((tab) => tab.query === query);
    if (opened >= 0) {
      changeTab(opened);
    } else {
      addTab();
      queryEditor?.setValue(query); // without an editor there is nothing to press
    }
    queryEditor?.focus();
  }

  return (
    <section aria-label="Examples" className="explorer-examples">
      <h2>Examples</h2>
      <ul>
        {examples.map((example) => (
          <li key={example.name}>
            <button
              type="button"
              aria-current={example.query === active}
              disabled={!queryEditor}
              onClick={() => open(example)}
            >
              {example.question}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ExamplesIcon() {
  return (
    <svg viewBox="0 0 24 24" height="1em" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M9 6h11M9 12h11M9 18h11" strokeLinecap="round" />
      <circle cx="4.5" cy="6" r="1" fill="currentColor" />
      <circle cx="4.5" cy="12" r="1" fill="currentColor" />
      <circle cx="4.5" cy="18" r="1" fill="currentColor" />
    </svg>
  );
}
