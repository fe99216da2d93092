/* THE DEVICE OUTBOX (docs/decisions/0040). What is sent lies on the device until the server has given its receipt: words
   first, then each photo in pieces. Needs app.js; its words come in front of it as `nivaranWords`. Others may ask
   `nivaranOutbox.count()` and, before the person leaves, `nivaranOutbox.leave()`. ES5.
   1 the store  2 taking what is sent  3 the line  4 what the person sees. Correcting, and the page "waiting to send",
   are in outbox-more.js, fetched when somebody comes to it. */
(function () {
  'use strict';
  var D = document, W = window, B = D.body.dataset, N = W.nivaran, T = W.nivaranWords, who = B.who, shared = B.worker === '', one = N.one, all = N.all, hhmm = N.hhmm;
  var memory = {}, here = {}, known = [], running = false, timer, pressed, sending = null;
  var MINUTES = 18e4, PIECE = 65536, LEAST = 8192, MOST = 262144;
  function fill(words, facts) { return words.replace(/%\((\w)\)s/g, function (whole, name) { return facts[name]; }); }

  /* 1 – the store: bytes, never handles of files. A computer that keeps nothing, or a browser that cannot: memory. */
  function tx(mode, act) {
    return new Promise(function (done, failed) {
      var asked = W.indexedDB.open('nivaran', 1);
      asked.onupgradeneeded = function () {
        asked.result.createObjectStore('entry', { keyPath: 'key' });
        asked.result.createObjectStore('photo', { keyPath: 'id' });
      };
      asked.onerror = failed;
      asked.onsuccess = function () {
        var db = asked.result, t = db.transaction(['entry', 'photo'], mode), got = act(t.objectStore('entry'), t.objectStore('photo'));
        t.oncomplete = function () { db.close(); done(got && got.result); };
        t.onabort = t.onerror = function () { db.close(); failed(t.error); };
      };
    });
  }
  function list() {
    return tx('readonly', function (entries) { return entries.getAll(); }).then(null, function () { return []; }).then(function (found) {
      return found.concat(Object.keys(memory).map(function (key) { return memory[key]; })).sort(function (a, b) { return a.at - b.at; });
    });
  }
  function keep(entry, bytes, instead) {
    function inMemory() { entry.bytes = bytes; memory[entry.key] = entry; }
    delete memory[instead];
    return shared ? Promise.resolve(inMemory()) : tx('readwrite', function (entries, photos) {
      if (instead) entries.delete(instead);
      entry.photos.forEach(function (photo) { photos.put({ id: entry.key + photo.sha, bytes: bytes[photo.sha] }); });
      entries.put(entry);
    }).then(null, inMemory);
  }
  function save(entry) { /* unless another tab has sent it meanwhile */
    return memory[entry.key] ? Promise.resolve() : tx('readwrite', function (entries) {
      var there = entries.get(entry.key);
      there.onsuccess = function () { if (there.result) entries.put(entry); };
    });
  }
  function drop(entry) {
    if (memory[entry.key]) return Promise.resolve(delete memory[entry.key]);
    return tx('readwrite', function (entries, photos) {
      entries.delete(entry.key);
      entry.photos.forEach(function (photo) { photos.delete(entry.key + photo.sha); });
    });
  }
  function bytesOf(entry, photo) {
    return memory[entry.key] ? Promise.resolve(entry.bytes[photo.sha]) : tx('readonly', function (entries, photos) { return photos.get(entry.key + photo.sha); }).then(function (row) { return row.bytes; });
  }

  /* 2 – taking what is sent. What a form's names may hide is asked by attribute: formAction of a button without one is
     the page's own address. */
  function addressOf(form, button) { return button && (button.getAttribute('formaction') || button.getAttribute('hx-post')) || form.getAttribute('action'); }
  function collect(form, button) {
    var found = { fields: [], files: [] };
    new FormData(form).forEach(function (value, name) {
      if (value instanceof File) { if (value.size) found.files.push([name, value]); }
      else if (name !== 'csrf_token' && name !== 'idem') found.fields.push([name, value]);
    });
    if (button && button.name) found.fields.push([button.name, button.value]);
    return found;
  }
  function hashed(file) {
    return N.read(file[1], 'readAsArrayBuffer').then(function (bytes) {
      return N.crypt.digest('SHA-256', bytes).then(function (sum) {
        return { bytes: bytes, photo: { sha: N.hex(sum), field: file[0], name: file[1].name, type: file[1].type, size: bytes.byteLength, have: 0 } };
      });
    });
  }
  function keyOf(idem, said) { /* the same once more, after Back, is the same entry; other words are another one */
    var last = [];
    try { last = JSON.parse(sessionStorage.last || '[]'); } catch (e) { /* storage is off */ }
    if (last[1] === said && W.performance && performance.navigation.type === 2) idem.value = last[0];
    else if (last[0] === idem.value && last[1] !== said) idem.value = N.uuid();
    try { sessionStorage.last = JSON.stringify([idem.value, said]); } catch (e) { /* as above */ }
    return idem.value;
  }
  function take(form, button, found) {
    var state = N.of(form), url = addressOf(form, button), d = form.dataset;
    clearTimeout(state.release);
    return Promise.all(found.files.map(hashed)).then(function (made) {
      var bytes = {}, photos = made.map(function (one) { bytes[one.photo.sha] = one.bytes; return one.photo; }), entry;
      photos.forEach(function (photo) { found.fields.push([photo.field + '_sha', photo.sha]); });
      entry = { key: keyOf(form.elements.idem, JSON.stringify([url, found.fields])), who: who, title: d.outbox, url: url, page: location.pathname + location.search, draft: d.draft, fields: found.fields, photos: photos, at: Date.now(), tries: 0 };
      here[entry.key] = { form: form, target: button && button.getAttribute('hx-target') || form.getAttribute('hx-target') || '#main' };
      return keep(entry, bytes, state.corrects).then(function () {
        state.kept = true;
        if (!memory[entry.key] && d.draft) N.clear(form);
        if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
        say(memory[entry.key] && !shared ? T.memory : T.kept);
        flush(true);
      });
    });
  }
  function caught(event, form, button) {
    var found, state;
    if (!form || !form.hasAttribute('data-outbox') || !form.elements.idem) return;
    found = collect(form, button);
    if (found.files.length && !N.crypt) return; /* an address without TLS cannot hash: the plain way */
    state = N.of(form);
    event.preventDefault();
    event.stopImmediatePropagation();
    state.asked = true; /* held until there is an answer */
    take(form, button, found).then(null, function () { N.hold(form, false); say(T.unread, true); });
  }
  W.addEventListener('click', function (event) {
    var button = event.target.closest && event.target.closest('button,[type=submit]');
    pressed = button;
    if (!button || !button.getAttribute('hx-post') || !button.form || N.of(button.form).inFlight) return;
    caught(event, button.form, button); /* else htmx would ask by itself */
    if (event.defaultPrevented) N.hold(button.form, true);
  }, true);
  W.addEventListener('submit', function (event) {
    var button = event.submitter || pressed;
    caught(event, event.target, button && button.form === event.target ? button : null);
  }, true);

  /* 3 – the line */
  function ask(method, url, body, headers, progress) {
    return new Promise(function (done) {
      var x = new XMLHttpRequest();
      x.open(method, url);
      x.timeout = MINUTES;
      x.setRequestHeader('Entry-Person', who);
      Object.keys(headers).forEach(function (name) { x.setRequestHeader(name, headers[name]); });
      if (progress) x.upload.onprogress = function (event) { progress(event.loaded); };
      x.onloadend = function () { done(x); };
      x.send(body);
    });
  }
  /* only what names our person is an answer of ours; anything else stands in the way and has taken nothing */
  function statusOf(x) { return x.getResponseHeader('Entry-Person') ? x.status : 0; }
  function toldBy(x) {
    var doc = new DOMParser().parseFromString(x.responseText, 'text/html');
    var spot = one('#problem p,.esum li,.err,[role=alert]:not(.esum),p[data-focus]', doc);
    return spot ? spot.textContent.trim() : T.refused;
  }
  /* true: go on with the next; false: the line is gone, or the person */
  function failed(entry, x) {
    var status = statusOf(x), seconds;
    if (status === 401 || status === 419) {
      say(T.login, true, address('/sign-in?next=' + encodeURIComponent(location.pathname)), T.signIn);
      return rest(entry, 60).then(function () { return false; });
    }
    if (!status || status === 408 || status === 429 || status >= 500) {
      seconds = +x.getResponseHeader('Retry-After') || (entry.moved ? 2 : Math.min(300, 10 * Math.pow(2, entry.tries++)));
      entry.moved = false;
      if (status) say(fill(T.busy, { s: seconds }), true); else say(T.offline, true);
      return rest(entry, seconds).then(function () { return status > 0; });
    }
    entry.bad = toldBy(x);
    return save(entry).then(function () {
      var spot = here[entry.key];
      say(T.fix, true, address('/outbox'), T.page);
      if (spot && !spot.late && !entry.receipt) more(function (M) { M.draw(entry, spot, x.responseText); });
      return true;
    });
  }
  function rest(entry, seconds) {
    var spot = here[entry.key];
    entry.failed = Date.now();
    entry.next = entry.failed + seconds * 1e3;
    if (spot) spot.late = true;
    return save(entry);
  }
  function words(entry) {
    var body = new FormData();
    entry.fields.concat([['idem', entry.key]]).forEach(function (field) { body.append(field[0], field[1]); });
    return ask('POST', entry.url, body, { 'HX-Request': 'true' }).then(function (x) {
      var receipt = x.getResponseHeader('X-Receipt');
      if (!receipt || x.status > 299) return failed(entry, x);
      entry.receipt = receipt;
      entry.tries = 0;
      return (entry.photos.length ? save(entry) : drop(entry)).then(function () { return landed(entry, x); });
    });
  }
  function photo(entry) {
    var p = entry.photos.filter(function (one) { return !one.done; })[0], url = '/outbox/photos/' + p.sha, began = Date.now();
    if (p.unsure) return ask('GET', url, null, {}).then(function (x) { p.unsure = x.status !== 200; return moved(entry, p, x); });
    return bytesOf(entry, p).then(function (bytes) {
      var end = Math.min(p.size, p.have + (p.piece || PIECE));
      return ask('POST', url, bytes.slice(p.have, end), { 'Upload-Offset': p.have, 'Upload-Length': p.size, 'HX-Request': 'true' }, function (loaded) { tell(entry, loaded); }).then(function (x) {
        if (x.status === 200 && Date.now() - began < 4e3) p.piece = Math.min(MOST, (p.piece || PIECE) * 2);
        return moved(entry, p, x);
      });
    });
  }
  function moved(entry, p, x) {
    var status = statusOf(x);
    if (status !== 200 && status !== 409) {
      p.unsure = true;
      p.piece = Math.max(LEAST, (p.piece || PIECE) / 2);
      if (status === 422) p.have = 0;
      return failed(entry, x);
    }
    entry.moved = status === 200;
    entry.tries = 0;
    p.have = +x.getResponseHeader('Upload-Offset');
    p.done = !!x.getResponseHeader('Upload-Complete');
    if (!entry.photos.every(function (one) { return one.done; })) return save(entry).then(function () { return true; });
    return drop(entry).then(function () { say(T.photo + ' · ' + entry.title + ' · ' + T.receipt + ' ' + entry.receipt); if (entry.to) location.assign(entry.to); return !entry.to; });
  }
  function landed(entry, x) {
    var spot = here[entry.key], to = x.getResponseHeader('HX-Redirect'), said = (x.getResponseHeader('X-Replayed') ? T.already : T.saved) + ' · ' + T.receipt + ' ' + entry.receipt;
    delete here[entry.key];
    say(said);
    if (!spot || spot.late && D.activeElement && D.activeElement.form) { if (spot) note(spot.form, said); return true; }
    if (to && memory[entry.key]) { entry.to = to; return true; } /* its photos are nowhere else: the page stays for them */
    if (to) {
      try { sessionStorage.receipt = said; } catch (e) { /* it was said here */ }
      location.assign(to);
      return false; /* the next page goes on with the photos */
    }
    N.hold(spot.form, false);
    drawn(spot.target, x.responseText);
    return true;
  }
  function flush(eager) {
    var began = Date.now();
    clearTimeout(timer);
    if (running) return;
    running = true;
    function step() {
      return list().then(function (entries) {
        var now = Date.now(), due, next;
        show(entries);
        due = known.filter(function (entry) { return !entry.bad && (eager ? !(entry.failed >= began) : !(entry.next > now)); });
        next = due.filter(function (entry) { return !entry.receipt; })[0] || due[0];
        sending = next || null;
        if (next) return (next.receipt ? photo : words)(next).then(function (on) { return on && step(); });
      });
    }
    function run() { return step().then(ended, ended); }
    function ended() {
      running = false;
      sending = null;
      return list().then(function (entries) {
        var times;
        show(entries);
        times = known.filter(function (entry) { return !entry.bad; }).map(function (entry) { return entry.next || 0; });
        if (times.length) timer = setTimeout(flush, Math.max(2e3, Math.min.apply(null, times) - Date.now()));
      });
    }
    /* of two tabs one sends; the other looks again later */
    if (navigator.locks && !shared) navigator.locks.request('outbox', { ifAvailable: true }, function (lock) { return lock ? run() : ended(); });
    else run();
  }

  /* 4 – what the person sees */
  function address(path) { return (D.documentElement.lang === 'en' ? '/en' : '') + path; }
  function el(tag, name, text) { var made = D.createElement(tag); if (name) made.className = name; if (text) made.textContent = text; return made; }
  function say(text, bad, to, name) {
    var net = one('#net');
    if (!net) return;
    net.className = bad ? 'net bad' : 'net';
    net.textContent = text + ' ';
    if (to) net.appendChild(el('a', '', name)).href = to;
    net.hidden = false;
  }
  function note(form, text) { /* in place of a form that has done its work */
    if (!form.hidden) form.insertAdjacentElement('afterend', el('p', 'card hl grn'));
    form.hidden = true;
    form.nextElementSibling.textContent = text;
  }
  function total(entry) { return entry.photos.reduce(function (sum, p) { return sum + p.size; }, 1e3); }
  function sent(entry) { return entry.photos.reduce(function (sum, p) { return sum + (p.done ? p.size : p.have); }, entry.receipt ? 1e3 : 0); }
  function tell(entry, loaded) {
    var now = Math.min(total(entry), sent(entry) + loaded), words = fill(T.sending, { a: N.size(now), b: N.size(total(entry)) });
    say(words);
    all('[data-entry="' + entry.key + '"]').forEach(function (bar) { bar.value = now; bar.previousSibling.textContent = T.written + ' ' + hhmm(entry.at) + ' · ' + words; });
  }
  function show(entries) {
    var mine = entries.filter(function (entry) { return entry.who === who; });
    known = mine;
    all('.nav a[href$="/outbox"]').forEach(function (door) {
      door.dataset.plain = door.dataset.plain || door.textContent;
      door.textContent = door.dataset.plain + (mine.length ? ' ' + mine.length : '');
    });
    mine.forEach(function (entry) {
      var spot = here[entry.key];
      if (spot && spot.late && !entry.bad) note(spot.form, T.waits + ' ' + hhmm(entry.at));
    });
    if (one('#unsent') || mine[0] && Date.now() - mine[0].at > 864e5) more(function (M) { M.old(mine[0]); });
    if (one('#outbox')) more(function (M) { M.page(mine, entries.length - mine.length, sending); });
  }
  function more(act) {
    var script = D.createElement('script');
    if (W.nivaranOutboxMore) return act(W.nivaranOutboxMore);
    script.src = T.more;
    script.onload = function () { act(W.nivaranOutboxMore); };
    D.head.appendChild(script);
  }
  function drawn(target, html) { /* the part, or of a whole page its main part; then the cursor goes where the answer is */
    var whole = /^\s*<!doctype/i.test(html) ? '#main' : undefined, told = { requestConfig: { triggeringEvent: { type: 'submit' } } };
    W.htmx.swap(whole || target, html, { swapStyle: 'outerHTML' }, { select: whole, eventInfo: told });
  }
  var door = { /* the first ones serve outbox-more.js alone */
    save: save, drop: drop, flush: flush, bytesOf: bytesOf, say: say, drawn: drawn, address: address, total: total, sent: sent, el: el, fill: fill,
    count: function () { return known.length; },
    leave: function () { return !known.length || W.confirm(fill(T.leaving, { n: known.length })); }
  };
  function inHand(form) { /* a photo that was chosen lies nowhere but in its form until it is sent and kept */
    var state = N.of(form);
    return N.crypt && !state.kept && !state.corrects && [].some.call(form.elements, function (field) { return field.files && field.files.length; });
  }
  W.addEventListener('beforeunload', function (event) { /* only what the device does not keep can be lost */
    if (!Object.keys(memory).length && !all('form[data-outbox]').some(inHand)) return;
    event.preventDefault();
    event.returnValue = '';
  });

  function begin(entries) {
    W.nivaranOutbox = door;
    var S = {}, wanted;
    try { S = sessionStorage; wanted = S.fix; if (S.receipt) say(S.receipt); S.removeItem('fix'); S.removeItem('receipt'); } catch (e) { /* storage is off */ }
    wanted = entries.filter(function (entry) { return entry.key === wanted && entry.who === who; })[0];
    show(entries);
    if (wanted) more(function (M) { say(M.correct(wanted) ? wanted.bad : T.gone, true, address('/outbox'), T.page); });
    flush(true);
  }
  W.addEventListener('online', function () { flush(true); });
  D.addEventListener('visibilitychange', function () { if (!D.hidden) flush(); });
  if (who && W.Promise) list().then(begin);
})();
