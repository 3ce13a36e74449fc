// Light or dark: as the system prefers, unless the reader chose. The choice stays in this browser; there is no cookie.
// It is put into a stylesheet of its own, since an attribute would be taken away when a page is loaded into this one.
(() => {
  'use strict';
  const key = 'affluence-theme';
  const system = matchMedia('(prefers-color-scheme: dark)');
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

  const chosen = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // Storage is forbidden: the system's preference holds.
    }
  };
  let theme = chosen();

  const isDark = () => (theme ? theme === 'dark' : system.matches);

  function show() {
    sheet.replaceSync(theme === 'dark' || theme === 'light' ? `:root { color-scheme: ${theme}; }` : '');
    for (const button of document.querySelectorAll('[data-theme-switch]')) {
      button.hidden = false;
      button.setAttribute('aria-pressed', String(isDark()));
    }
  }

  document.addEventListener('click', event => {
    if (!event.target.closest?.('[data-theme-switch]')) {
      return;
    }
    theme = isDark() ? 'light' : 'dark';
    try {
      localStorage.setItem(key, theme);
    } catch {
      // Storage is forbidden: it holds until the page is left.
    }
    show();
  });
  document.addEventListener('DOMContentLoaded', show);
  document.addEventListener('enhanced-page', show);
  system.addEventListener('change', show);
  show();
})();
