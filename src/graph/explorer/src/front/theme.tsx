// Light or dark: as the system says, or as the person chose here.
import { useState } from 'preact/hooks';

type Theme = 'light' | 'dark';
const KEPT = 'spinoff-graph:theme';

export function applyTheme(): void {
  const kept = localStorage.getItem(KEPT);
  if (kept) document.documentElement.dataset.theme = kept;
}

function current(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen) return chosen as Theme;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(current);
  const other = theme === 'dark' ? 'light' : 'dark';
  function choose() {
    localStorage.setItem(KEPT, other);
    document.documentElement.dataset.theme = other;
    window.dispatchEvent(new Event('theme'));
    setTheme(other);
  }
  return (
    <button type="button" class="theme" onClick={choose} aria-label={`Show in ${other} colours`}>
      <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
        <circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" stroke-width="2" />
        <path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" />
      </svg>
    </button>
  );
}
