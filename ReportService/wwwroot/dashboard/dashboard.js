// What only the browser can do: tell that the page grows old, copy, and read the curve under the pointer. All words come from the page.
(() => {
  'use strict';

  // ---- Freshness -------------------------------------------------------------------------------------------------
  // The server tells a newer figure every 2 s. When none comes, it is the page itself that must say so.
  const silentAfter = 10_000;
  const reloadAfter = 60_000;
  let told = null;
  let toldAt = 0; // Time of the navigation: the page may have been long on its way.
  let reconnecting = false;
  let reloading = false;
  let paused = false;

  const board = () => document.querySelector('[data-board]');

  function write(element, text) {
    if (element.textContent !== text) {
      element.textContent = text;
    }
  }

  function duration(milliseconds) {
    const seconds = Math.round(milliseconds / 1000);
    return seconds < 60 ? `${seconds}\u00a0s` : seconds < 3600 ? `${Math.floor(seconds / 60)}\u00a0min` : `${Math.floor(seconds / 3600)}\u00a0h`;
  }

  function tick() {
    const current = board();
    const silence = performance.now() - toldAt;
    const live = current?.dataset.board === 'live';
    const silent = live && silence > silentAfter;
    for (const age of document.querySelectorAll('[data-age]')) {
      const seconds = Number(age.dataset.age) + Math.floor(silence / 1000);
      write(age, age.dataset.ageText.replace('{}', seconds));
    }
    if (live && !paused && silence > reloadAfter) {
      reloadWhenServed();
    }
    document.documentElement.classList.toggle('is-silent', silent || (live && reconnecting));
    const bar = document.getElementById('connection');
    if (bar) {
      const text = reconnecting ? bar.dataset.reconnecting : silent ? bar.dataset.silent.replace('{}', duration(silence)) : '';
      bar.hidden = text === '';

      // It is a live region: a count of seconds would be read out each second, so it is renewed only every ten.
      if (text === '' || bar.textContent === '' || reconnecting || Math.round(silence / 1000) % 10 === 0) {
        write(bar, text);
      }
    }
  }

  function notice() {
    const now = board()?.dataset.told ?? null;
    if (now === told) {
      return;
    }
    if (told !== null) {
      toldAt = performance.now();
    }
    told = now;
    tick();
  }

  new MutationObserver(notice).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-told'] });
  setInterval(tick, 1000);
  addEventListener('pageshow', tick);
  notice();

  // ---- Connection ------------------------------------------------------------------------------------------------
  // A wall screen has nobody to press a button: it tries for as long as it takes.
  const longestWait = 10_000;
  document.getElementById('components-reconnect-modal')?.addEventListener('components-reconnect-state-changed', event => {
    if (paused) {
      return;
    }
    const state = event.detail?.state;
    reconnecting = state !== 'hide';
    tick();
    if (state === 'rejected' || state === 'failed') {
      reloadWhenServed();
    }
  });

  async function reloadWhenServed() {
    if (reloading) {
      return;
    }
    reloading = true;
    try {
      const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store' });
      if (answer.status < 500) {
        location.reload();
        return;
      }
    } catch {
      // Still out of reach.
    }
    setTimeout(() => { reloading = false; reloadWhenServed(); }, longestWait);
  }

  Blazor.start({
    circuit: {
      reconnectionOptions: { maxRetries: Number.MAX_SAFE_INTEGER, retryIntervalMilliseconds: attempt => Math.min(500 * 2 ** Math.min(attempt, 6), longestWait) },
    },
  });
  // A tab that nobody sees gives its place at the server back, and is loaded anew when somebody looks.
  let hiddenTimer;

  function watchVisibility() {
    clearTimeout(hiddenTimer);
    if (document.hidden) {
      hiddenTimer = setTimeout(() => { paused = true; Blazor.pauseCircuit(); }, Number(document.getElementById('connection').dataset.hiddenTimeout));
    } else if (paused) {
      reloadWhenServed();
    }
  }

  document.addEventListener('visibilitychange', watchVisibility);
  watchVisibility();

  Blazor.addEventListener('enhancedload', () => {
    document.dispatchEvent(new Event('enhanced-page'));
    toldAt = performance.now();
    told = board()?.dataset.told ?? null;
    tick();
  });

  // ---- Issue a bulletin ------------------------------------------------------------------------------------------
  // By the API, as any operator's program does: the token goes there and is kept by nobody but the browser's own password store.
  document.addEventListener('submit', async event => {
    const form = event.target.closest?.('[data-issue]');
    if (!form) {
      return;
    }
    event.preventDefault();
    const button = form.querySelector('button');
    const { issue, issuedPage, wrongToken, notIssued } = form.dataset;
    let fault;
    button.disabled = true;
    try {
      const answer = await fetch('/api/v1/bulletins', {
        method: 'POST',
        headers: { Authorization: `Bearer ${form.querySelector('input').value.trim()}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ at: issue }),
        credentials: 'same-origin',
      });
      if (answer.ok) {
        showIssued(issuedPage);
        return;
      }
      fault = answer.status === 401 ? wrongToken : `${notIssued} ${(await answer.json()).detail ?? ''}`;
    } catch {
      fault = notIssued;
    }
    button.disabled = false;
    const alert = form.querySelector('[role=alert]');
    alert.hidden = false;
    alert.textContent = fault;
  });

  // The bulletin is of a minute, so it is shown with the figures of that minute.
  function showIssued(page) {
    const target = new URL(`${page}#statement-title`, location.href);
    if (target.pathname + target.search === location.pathname + location.search) {
      location.hash = target.hash;
      location.reload();
    } else {
      location.assign(target);
    }
  }

  // ---- Copy ------------------------------------------------------------------------------------------------------
  const copiedFor = 10_000;
  let silence;

  document.addEventListener('click', async event => {
    const button = event.target.closest?.('[data-copy]');
    if (!button) {
      return;
    }
    const source = document.getElementById(button.dataset.copy);
    const text = [...source.children].map(part => part.textContent.trim()).join('\n\n');
    const done = (await toClipboard(text)) || selectAndCopy(source);
    const status = document.getElementById('copied');
    status.textContent = '';
    // Said anew, even if it says the same.
    setTimeout(() => { status.textContent = done ? button.dataset.copied : button.dataset.notCopied; }, 50);
    clearTimeout(silence);
    silence = setTimeout(() => { status.textContent = ''; }, copiedFor);
  });

  async function toClipboard(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false; // No permission, or no clipboard on a page that did not come by https.
    }
  }

  function selectAndCopy(source) {
    const range = document.createRange();
    range.selectNodeContents(source);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return document.execCommand('copy');
  }

  // ---- The curve under the pointer -------------------------------------------------------------------------------
  // Its figures are those of the table below it, and so is the link to a minute.
  function rowAt(plot, clientX) {
    const figure = plot.closest('[data-curve]');
    const rows = figure.parentElement.querySelectorAll('[data-curve-rows] tbody tr');
    const box = plot.querySelector('svg').getBoundingClientRect();
    const gutter = Number(figure.dataset.curve);
    const share = (clientX - box.left - gutter) / (box.width - 2 * gutter);
    if (rows.length < 2 || share < -0.02 || share > 1.02) {
      return null;
    }
    const index = Math.min(rows.length - 1, Math.max(0, Math.round(share * (rows.length - 1))));
    const left = box.left - plot.getBoundingClientRect().left + gutter + (index / (rows.length - 1)) * (box.width - 2 * gutter);
    return { row: rows[index], left, figure };
  }

  function readout(figure, row) {
    const output = figure.querySelector('[data-curve-readout]');
    output.replaceChildren();
    if (!row) {
      return;
    }
    const heads = figure.parentElement.querySelectorAll('[data-curve-rows] thead th');
    [...row.cells].forEach((cell, index) => {
      const part = document.createElement('span');
      const value = document.createElement('b');
      value.textContent = cell.textContent.trim();
      part.append(index === 0 ? '' : `${heads[index].textContent.trim()} `, value);
      output.append(part);
    });
  }

  document.addEventListener('pointermove', event => {
    const plot = event.target.closest?.('[data-curve-plot]');
    const found = plot && rowAt(plot, event.clientX);
    for (const cursor of document.querySelectorAll('[data-curve-cursor]')) {
      cursor.classList.toggle('is-on', Boolean(found) && plot.contains(cursor));
      if (found && plot.contains(cursor)) {
        cursor.style.setProperty('translate', `${found.left}px 0`);
        readout(found.figure, found.row);
      } else {
        readout(cursor.closest('[data-curve]'), null);
      }
    }
  });
  document.addEventListener('click', event => {
    const plot = event.target.closest?.('[data-curve-plot]');
    if (plot) {
      rowAt(plot, event.clientX)?.row.querySelector('a')?.click();
    }
  });
})();
