/* THE OUTBOX, WHAT IS SELDOM NEEDED: 1 correcting what the server refused  2 the page "waiting to send". outbox.js fetches
   this file when somebody comes to it. ES5. */
(function () {
  'use strict';
  var D = document, W = window, N = W.nivaran, FACTS = /^(lat|lon|accuracy|taken_at|orig_sha|camera)$/;

  /* 1 – the form comes back as the server drew it, or is found on its page, with everything that was written */
  function draw(entry, spot, html) {
    if (/id="problem"/.test(html)) { /* an error without the form: the words stay where they are */
      N.hold(spot.form, false);
      N.of(spot.form).corrects = entry.key;
      return W.nivaranOutbox.say(entry.bad, true);
    }
    W.nivaranOutbox.drawn(spot.target, html);
    correct(entry);
  }
  function formOf(entry) {
    return N.all('form[data-outbox]').filter(function (form) {
      return form.getAttribute('action') === entry.url || N.all('[formaction]', form).some(function (button) { return button.getAttribute('formaction') === entry.url; });
    })[0];
  }
  function put(input, value) {
    if (/radio|checkbox/.test(input.type)) input.checked = input.checked || input.value === value;
    else if (!/file|submit|button/.test(input.type) && (input.type !== 'hidden' || FACTS.test(input.name))) input.value = value;
  }
  function putFile(form, entry, photo) {
    W.nivaranOutbox.bytesOf(entry, photo).then(function (bytes) {
      var input = N.one('input[type=file][name="' + photo.field + '"]', form), files = new DataTransfer();
      files.items.add(new File([bytes], photo.name, { type: photo.type }));
      if (input && !input.files.length) input.files = files.files;
    });
  }
  function correct(entry) {
    var form = formOf(entry), up;
    if (!form) return false;
    N.of(form).corrects = entry.key;
    entry.fields.forEach(function (field) {
      [].forEach.call(form.elements, function (input) { if (input.name === field[0]) put(input, field[1]); });
    });
    entry.photos.forEach(function (photo) { putFile(form, entry, photo); });
    for (up = form.parentNode; up; up = up.parentNode) if (up.tagName === 'DETAILS') up.open = true;
    return true;
  }

  /* 2 – the page: what is being sent, what waits, what needs a correction */
  function button(name, text, act) { var made = W.nivaranOutbox.el('button', name, text); made.type = 'button'; made.addEventListener('click', act); return made; }
  function line(entry, is) {
    var O = W.nivaranOutbox, T = W.nivaranWords, size = N.size, wait = Math.ceil((entry.next - Date.now()) / 1e3);
    return [T.written + ' ' + N.hhmm(entry.at), size(O.sent(entry)) + ' / ' + size(O.total(entry))]
      .concat(entry.receipt ? [T.receipt + ' ' + entry.receipt] : [], is === 'queued' && wait > 0 ? [O.fill(T.next, { s: wait })] : []).join(' · ');
  }
  function bar(entry) {
    var made = W.nivaranOutbox.el('progress');
    made.max = W.nivaranOutbox.total(entry);
    made.value = W.nivaranOutbox.sent(entry);
    made.setAttribute('data-entry', entry.key);
    made.setAttribute('aria-label', W.nivaranWords.now);
    return made;
  }
  function written(entry) {
    var el = W.nivaranOutbox.el, made = el('details');
    made.appendChild(el('summary', '', W.nivaranWords.wrote));
    entry.fields.forEach(function (field) { if (/\s/.test(field[1])) made.appendChild(el('p', 'quote', field[1])); });
    return made;
  }
  function buttons(entry, is) {
    var O = W.nivaranOutbox, T = W.nivaranWords, made = O.el('div', 'row t1');
    if (entry.bad && !entry.receipt) made.appendChild(button('sm pri', T.correct, function () { sessionStorage.fix = entry.key; location.assign(entry.page); }));
    if (is !== 'now') made.appendChild(button('sm', entry.bad ? T.again : T.send, function () {
      entry.bad = '';
      entry.next = entry.failed = 0;
      O.save(entry).then(function () { O.flush(true); });
    }));
    if (entry.bad) made.appendChild(button('sm', T.drop, function () { if (W.confirm(T.sure)) O.drop(entry).then(function () { O.flush(); }); }));
    return made;
  }
  function card(entry, sending) {
    var el = W.nivaranOutbox.el, T = W.nivaranWords, is = entry.bad ? 'bad' : sending && sending.key === entry.key ? 'now' : 'queued';
    var made = el('section', 'card' + (entry.bad ? ' hl red' : '')), top = el('div', 'row sb'), said = written(entry);
    top.appendChild(el('b', '', entry.title + (entry.photos.length ? ' + ' + W.nivaranOutbox.fill(T.photos, { n: entry.photos.length }) : '')));
    top.appendChild(el('span', 'tag ' + { bad: 'r', now: 'k', queued: '' }[is], T[is]));
    made.appendChild(top);
    made.appendChild(el('p', 's m', line(entry, is)));
    if (is === 'now') made.appendChild(bar(entry));
    if (entry.bad) made.appendChild(el('p', '', T.said + ' ' + entry.bad));
    if (said.childNodes.length > 1) made.appendChild(said);
    made.appendChild(buttons(entry, is));
    return made;
  }
  function page(mine, others, sending) {
    var root = D.querySelector('#outbox'), el = W.nivaranOutbox.el, T = W.nivaranWords;
    if (root.querySelector('details[open]') || root.contains(D.activeElement) && sending) return; /* not under somebody's eyes */
    root.hidden = false;
    D.querySelector('[data-no-script]').hidden = true;
    root.textContent = '';
    mine.forEach(function (entry) { root.appendChild(card(entry, sending)); });
    if (!mine.length) root.appendChild(el('p', 'card none', T.none));
    if (others) root.appendChild(el('p', 'card', W.nivaranOutbox.fill(T.others, { n: others })));
  }
  function old(entry) { /* some phones forget what a browser keeps after a week */
    var O = W.nivaranOutbox, main = N.one('main'), bar = N.one('#unsent') || main.parentNode.insertBefore(O.el('p', 'net red'), main);
    bar.id = 'unsent';
    bar.setAttribute('role', 'status');
    bar.hidden = !entry;
    if (!entry) return;
    bar.textContent = O.fill(W.nivaranWords.old, { h: Math.floor((Date.now() - entry.at) / 36e5) }) + ' ';
    bar.appendChild(O.el('a', '', W.nivaranWords.page)).href = O.address('/outbox');
  }
  W.nivaranOutboxMore = { draw: draw, correct: correct, page: page, old: old };
})();
