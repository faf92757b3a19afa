import './styles/tokens.css';
import './styles/shell.css';
import './styles/pages.css';
import './styles/tables.css';
import './styles/map.css';
import './styles/print.css';
import { render } from 'preact';
import { App } from './app';
import { applyTheme } from './theme';

applyTheme();
render(<App />, document.querySelector('#app')!);
