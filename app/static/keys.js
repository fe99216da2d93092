/* SINGLE KEYS, for who has switched them on: the page loads this file then. The place of a key counts (event.code), so that
   InScript and Remington do the same. ES5. data-keys: one letter per action, in the order of web/keys.py. */
(function () {
  'use strict';
  var D = document, me = D.currentScript, keys = me.getAttribute('data-keys').split(''), ROWS = '.q > li, main article.card';
  var DOES = [next, before, choose, accept, call, approve, back, undo, go, search, list], row = null, waiting = null;
  function one(selector, root) { return root && root.querySelector(selector); }
  function rows() { return [].slice.call(D.querySelectorAll(ROWS)); }
  function here() { /* the row of the focus, else the last one that had it, else the first */
    var around = D.activeElement.closest(ROWS);
    if (around) row = around;
    return row && D.contains(row) ? row : null;
  }
  function focus(spot) {
    if (!spot) return;
    if (spot.tabIndex < 0) spot.tabIndex = -1;
    spot.focus();
    spot.scrollIntoView({ block: 'nearest' });
  }
  function enter(to) { if (to) { row = to; focus(one('a.t, h2 a', to) || one('a, button, summary', to)); } }
  function step(by) {
    var all = rows(), now = here(), at = now ? all.indexOf(now) + by : by > 0 ? 0 : all.length - 1;
    enter(all[Math.max(0, Math.min(all.length - 1, at))]);
  }
  function press(button) { if (button) button.click(); }
  function next() { step(1); }
  function before() { step(-1); }
  function choose() { press(one('input[type=checkbox][name=number]', here())); }
  function accept() { /* the row's fold, or the form of the case page: the next step is asked first */
    var fold = one('.act details', here()), form = one('form[action$="/accept"]', fold || one('main'));
    if (fold) fold.open = true;
    focus(one('select, input:not([type=hidden])', form) || one('button', form));
  }
  function call() {
    var now = here(), form = one('form[action$="/call"] button', now || one('main'));
    if (form) return press(form);
    press(one('.act a', now));
  }
  function approve() { /* where a reason is asked for, the fold is opened and the cursor stands in it */
    var card = here() || rows()[0], button = one('button[value=approve], button[value=grant]', card), fold = button && button.closest('details');
    if (!fold) return press(button);
    enter(card);
    fold.open = true;
    focus(one('textarea', fold));
  }
  function back() {
    var card = here() || rows()[0], fold = one('summary.no', card), buttons;
    if (!fold) return focus(one('button[value=refuse]', card) && one('textarea', card));
    fold.parentNode.open = true;
    buttons = fold.parentNode.querySelectorAll('.seg button');
    focus(buttons[0]);
    waiting = function (code) { press(buttons[/^(Digit|Numpad)[1-9]$/.test(code) ? code.slice(-1) - 1 : -1]); };
  }
  function undo() { press(one('form[action$="/undo"] button', D)); }
  function go() { waiting = function (code) { press(one('[data-go="' + code.slice(-1) + '"]', D)); }; }
  function search() { var field = one('#q', D); if (field) focus(field); else press(one('[data-find]', D)); }
  function list() { location.href = me.getAttribute('data-list'); }
  D.addEventListener('keydown', function (event) {
    var target = event.target, code = event.code, then = waiting, name, at;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || /^Shift/.test(code)) return;
    if (target.closest('select, textarea, [contenteditable], input:not([type=checkbox]):not([type=radio])')) return;
    name = code === 'Slash' ? (event.shiftKey ? '?' : '/') : event.shiftKey ? '' : (/^Key(.)$/.exec(code) || [])[1];
    waiting = null;
    at = then ? -1 : keys.indexOf(name);
    if (!then && at < 0) return;
    event.preventDefault();
    if (then) then(code); else DOES[at]();
  });
})();
