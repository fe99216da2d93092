/* THE PAGE'S HELPERS. Every form works without this file; it saves bytes, typing and second thoughts.
   1 saying  2 drafts  3 photos  4 one submit at a time  5 partials  6 keys and boxes  7 the field  8 the outbox. ES5: old phones of village offices. */
(function () {
  'use strict';
  var D = document, W = window, B = D.body.dataset, crypt = W.crypto && W.crypto.subtle, worker = navigator.serviceWorker, copies = W.caches;
  function one(selector, root) { return (root || D).querySelector(selector); }
  function all(selector, root) { return [].slice.call((root || D).querySelectorAll(selector)); }
  function on(name, act, root) { (root || D).addEventListener(name, act); }
  function hhmm(at) { at = new Date(at); return ('0' + at.getHours()).slice(-2) + ':' + ('0' + at.getMinutes()).slice(-2); }
  /* what we know of a form; one strange name, because a form's own names are the names of its fields */
  function of(form) { return form.$state || (form.$state = {}); }
  function formOf(node) { return node && node.closest && node.closest('form'); }

  /* 1 – the line under the menu says that something was not saved; the next success takes it away */
  function offline(yes, words) {
    var net = one('#net');
    if (!net) return;
    net.textContent = yes ? words || B.offline || '' : '';
    net.hidden = !yes;
  }

  /* 2 – drafts: words and choices stay on this device until the server has taken them.
     Hidden fields, files and passwords never: keys must be fresh and a shared computer must not keep secrets. */
  var NEVER = /^(hidden|file|password|submit|button|reset|image)$/, WEEK = 6048e5;
  function fields(form) {
    return [].filter.call(form.elements, function (field) { return field.name && field.type && field.type !== 'fieldset' && !NEVER.test(field.type); });
  }
  function note(form, what, at) { /* the words for it are at the place where they are shown */
    all('[data-draft-note]', form).forEach(function (place) { place.textContent = what ? place.dataset[what] + ' ' + hhmm(at) : ''; });
  }
  function clear(form) { /* what is still waiting to be kept must not come back after the server has it */
    clearTimeout(of(form).waiting);
    of(form).waiting = 0;
    forget('d:' + form.dataset.draft);
    note(form);
  }
  function forget(key) { try { localStorage.removeItem(key); } catch (e) { /* storage is switched off */ } }
  function keep(form) {
    var values = {}, now = Date.now();
    of(form).waiting = 0;
    if (B.worker === '') return; /* a computer that keeps nothing */
    fields(form).forEach(function (field) {
      var chosen = field.type === 'select-multiple' ? [].filter.call(field.options, function (o) { return o.selected; }).map(function (o) { return o.value; })
        : /radio|checkbox/.test(field.type) ? (field.checked ? [field.value] : []) : [field.value];
      values[field.name] = (values[field.name] || []).concat(chosen);
    });
    try {
      localStorage.setItem('d:' + form.dataset.draft, JSON.stringify({ t: now, v: values }));
      note(form, 'kept', now);
    } catch (e) { note(form); } /* full or switched off: promise nothing */
  }
  function restore(form) {
    var key = 'd:' + form.dataset.draft, old, seen = {};
    if (of(form).drafted) return;
    of(form).drafted = true;
    try { old = JSON.parse(localStorage.getItem(key)); } catch (e) { old = null; }
    if (!old || !old.v) return;
    if (Date.now() - old.t > WEEK) return forget(key);
    fields(form).forEach(function (field) {
      var kept = old.v[field.name];
      if (!kept) return;
      if (/radio|checkbox/.test(field.type)) field.checked = kept.indexOf(field.value) > -1;
      else if (field.type === 'select-multiple') [].forEach.call(field.options, function (o) { o.selected = kept.indexOf(o.value) > -1; });
      else field.value = kept[seen[field.name] = field.name in seen ? seen[field.name] + 1 : 0] || '';
    });
    note(form, 'restored', old.t);
  }
  function drafts(root) {
    all('[data-clear-draft]', root).forEach(function (mark) { forget('d:' + mark.dataset.clearDraft); });
    all('form[data-draft]', root).forEach(restore);
  }
  function typed(event) {
    var form = event.target.form;
    if (!form || !form.dataset.draft || NEVER.test(event.target.type)) return;
    clearTimeout(of(form).waiting);
    of(form).waiting = setTimeout(function () { keep(form); }, 400);
  }
  on('input', typed);
  on('change', typed); /* radios and lists of old browsers say only this */
  on('pagehide', function () { all('form[data-draft]').forEach(function (form) { if (of(form).waiting) { clearTimeout(of(form).waiting); keep(form); } }); }, W);
  function signOut() {
    if (copies) copies.delete('kept');
    try {
      all('form[data-draft]').forEach(clear);
      Object.keys(localStorage).forEach(function (key) { if (key.slice(0, 2) === 'd:') forget(key); });
    } catch (e) { /* storage is switched off: nothing was kept */ }
  }

  /* 3 – photos: place and time are read first, because drawing on a canvas drops them */
  function hex(bytes) { return [].map.call(new Uint8Array(bytes), function (b) { return ('0' + b.toString(16)).slice(-2); }).join(''); }
  function size(bytes) { return bytes >= 1e6 ? (bytes / 1e6).toFixed(1) + ' MB' : Math.ceil(bytes / 1e3) + ' KB'; }
  function put(form, name, value) { var field = form.elements[name]; if (field && 'value' in field) field.value = value; }
  function read(file, how) {
    return new Promise(function (done, failed) {
      var reader = new FileReader();
      reader.onload = function () { done(reader.result); };
      reader.onerror = failed;
      reader[how](file);
    });
  }
  /* EXIF inside JPEG: APP1 segment, TIFF header, entries of 12 bytes (tag, type, count, value or offset). Broken ones throw. */
  function exif(buffer) {
    var view = new DataView(buffer), at = 2, found = {}, tiff, little;
    function u16(i) { return view.getUint16(i, little); }
    function u32(i) { return view.getUint32(i, little); }
    function entries(offset) {
      var tags = {}, i = tiff + offset, n = u16(i);
      for (i += 2; n-- > 0; i += 12) tags[u16(i)] = i + 8;
      return tags;
    }
    function text(i, length) { return String.fromCharCode.apply(null, new Uint8Array(buffer, i, length)); }
    function degrees(i, ref, minus) {
      var p = tiff + u32(i), parts = [0, 8, 16].map(function (o) { return u32(p + o) / u32(p + o + 4); });
      return (parts[0] + parts[1] / 60 + parts[2] / 3600) * (text(ref, 1) === minus ? -1 : 1);
    }
    if (view.getUint16(0) !== 0xFFD8) return found;
    while (view.getUint8(at) === 0xFF && !(view.getUint16(at) === 0xFFE1 && view.getUint32(at + 4) === 0x45786966)) {
      if (view.getUint8(at + 1) === 0xDA) return found;
      at += 2 + view.getUint16(at + 2);
    }
    tiff = at + 10;
    little = view.getUint16(tiff) === 0x4949;
    var main = entries(u32(tiff + 4)), more = main[0x8769] ? entries(u32(main[0x8769])) : {}, gps = main[0x8825] ? entries(u32(main[0x8825])) : {};
    if (more[0x9003]) found.taken_at = text(tiff + u32(more[0x9003]), 19).replace(/^(\d+):(\d+):(\d+) /, '$1-$2-$3T');
    if (gps[2] && gps[4] && gps[1] && gps[3]) {
      var lat = degrees(gps[2], gps[1], 'S'), lon = degrees(gps[4], gps[3], 'W');
      if (isFinite(lat) && isFinite(lon) && (lat || lon)) {
        found.lat = lat.toFixed(6);
        found.lon = lon.toFixed(6);
        var error = gps[0x1F] && tiff + u32(gps[0x1F]);
        if (error && u32(error + 4)) found.accuracy = Math.round(u32(error) / u32(error + 4));
      }
    }
    return found;
  }
  function here(form, file) { /* where the person stands is the photo's place only if it was taken just now */
    var local = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname);
    if (!form.elements.lat || !navigator.geolocation || !(location.protocol === 'https:' || local) || Date.now() - file.lastModified > 6e5) return;
    navigator.geolocation.getCurrentPosition(function (found) {
      if (of(form).photo !== file) return; /* another one was chosen meanwhile */
      put(form, 'lat', found.coords.latitude.toFixed(6));
      put(form, 'lon', found.coords.longitude.toFixed(6));
      put(form, 'accuracy', Math.round(found.coords.accuracy));
    }, function () { /* refused: the form goes without a place */ }, { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 });
  }
  function facts(form, file, buffer) {
    var found = {};
    of(form).photo = file;
    try { found = exif(buffer); } catch (e) { /* a broken header: as if there were none */ }
    ['lat', 'lon', 'accuracy', 'taken_at', 'orig_sha'].forEach(function (name) { put(form, name, found[name] || ''); });
    if (!found.lat) here(form, file);
    return crypt && crypt.digest('SHA-256', buffer).then(function (sum) { put(form, 'orig_sha', hex(sum)); });
  }
  /* <img> turns the picture upright by itself; data: because the page's policy refuses blob:. What cannot be drawn goes as it is. */
  function small(file, max, quality, most) {
    if (!/^image\//.test(file.type)) return file;
    return read(file, 'readAsDataURL').then(function (url) {
      return new Promise(function (done) {
        var img = new Image();
        function safely(act) { return function (given) { try { act(given); } catch (e) { done(file); } }; }
        img.onerror = function () { done(file); };
        img.onload = safely(function () {
          var scale = Math.min(1, max / Math.max(img.naturalWidth, img.naturalHeight)), canvas = D.createElement('canvas'), pen;
          canvas.width = Math.round(img.naturalWidth * scale);
          canvas.height = Math.round(img.naturalHeight * scale);
          pen = canvas.getContext('2d');
          pen.imageSmoothingQuality = 'high';
          pen.drawImage(img, 0, 0, canvas.width, canvas.height);
          canvas.toBlob(safely(function (made) {
            if (made && made.size > most && max > 320) return small(file, max * 0.8, quality, most).then(done);
            done(made && made.size < file.size ? new File([made], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg', lastModified: file.lastModified }) : file);
          }), 'image/jpeg', quality);
        });
        img.src = url;
      });
    });
  }
  on('change', function (event) {
    var input = event.target, form = input.form, files = [].slice.call(input.files || []), out, slow, work;
    if (!files.length || !form || !input.hasAttribute('data-shrink') || !W.Promise) return;
    out = one('[data-for="' + input.id + '"]');
    slow = 'low' in B || /2g|3g/.test((navigator.connection || {}).effectiveType || '');
    function tell(made) {
      if (out) out.textContent = files.map(function (file, i) { return size(file.size) + (made[i] === file ? '' : ' → ' + size(made[i].size)); }).join(', ');
    }
    work = of(form).busy = read(files[0], 'readAsArrayBuffer').then(function (buffer) { return facts(form, files[0], buffer); }).then(function () {
      return Promise.all(files.map(function (file) { return slow ? small(file, 960, 0.6, 1e5) : small(file, 1280, 0.7, 3e5); }));
    }).then(function (made) {
      var list = new DataTransfer();
      if (input.files[0] !== files[0]) return;
      made.forEach(function (file) { list.items.add(file); });
      input.files = list.files;
      tell(made);
    }).then(null, function () { tell(files); /* the server makes it small */ }).then(function () { if (of(form).busy === work) of(form).busy = null; });
  });

  /* 4 – one submit at a time. aria-disabled, not disabled: a disabled button loses its name and its focus. */
  function hold(form, yes) {
    of(form).inFlight = yes;
    [].forEach.call(form.elements, function (field) {
      if (field.type !== 'submit') return;
      if (yes) field.setAttribute('aria-disabled', 'true'); else field.removeAttribute('aria-disabled');
    });
  }
  function send(form, button) {
    button = button && button.form === form ? button : one('[data-primary],button:not([type]),[type=submit]', form);
    if (button) button.click();
  }
  W.addEventListener('submit', function (event) { /* capturing: before htmx hears of it */
    var form = event.target, button = event.submitter;
    if (form.hasAttribute('data-sign-out')) {
      if (W.nivaranOutbox && !W.nivaranOutbox.leave()) {
        event.preventDefault();
        return event.stopImmediatePropagation();
      }
      signOut();
    }
    if (of(form).waiting) { clearTimeout(of(form).waiting); keep(form); }
    if (!/post/i.test(form.getAttribute('method'))) return;
    if (of(form).busy || of(form).inFlight) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (of(form).inFlight) return;
      hold(form, true); /* a photo is still being made small: send when it is */
      of(form).busy.then(function () { hold(form, false); send(form, button); });
      return;
    }
    of(form).inFlight = true;
    of(form).asked = false;
    setTimeout(function () { hold(form, of(form).asked || !event.defaultPrevented); }, 0); /* later, so that the button's name still goes along */
    clearTimeout(of(form).release);
    of(form).release = setTimeout(function () { hold(form, false); }, 60000); /* after the browser's Stop nobody tells us */
  }, true);
  W.addEventListener('click', function (event) { /* a button that asks by itself: htmx would put the second click in a queue */
    var button = event.target.closest && event.target.closest('[hx-post]'), form = formOf(button);
    if (!form || button === form || !of(form).inFlight) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  on('htmx:beforeRequest', function (event) {
    var asker = event.detail.elt, form = formOf(asker);
    if (!form) return;
    asker.$form = form; /* it may have none left when the answer is in */
    if (asker === form) of(form).asked = true;
    else if (asker.type === 'submit') hold(form, true);
  });
  on('pageshow', function (event) { if (event.persisted) all('form').forEach(function (form) { hold(form, false); }); }, W);

  /* 5 – partials */
  function uuid() {
    var b = W.crypto.getRandomValues(new Uint8Array(16)), h;
    b[6] = b[6] & 15 | 64;
    b[8] = b[8] & 63 | 128;
    h = hex(b);
    return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join('-');
  }
  function renew(root) { all('input[name=idem]', root).forEach(function (field) { field.value = uuid(); }); }
  on('htmx:afterSwap', function (event) {
    var part = event.target, cause = (event.detail.requestConfig || {}).triggeringEvent, spot;
    drafts(part.parentNode || part);
    if (!cause || !/submit|click/.test(cause.type)) return; /* never take the cursor from somebody who types */
    spot = part.matches('[data-focus]') ? part : one('[data-focus]', part) || (part.matches('[role=status],[role=alert]') ? part : one('[role=status],[role=alert]', part));
    if (!spot) return;
    if (spot.tabIndex < 0) spot.tabIndex = -1;
    spot.focus();
  });
  on('htmx:afterRequest', function (event) {
    /* the button may be swapped away: only the request knows who asked */
    var config = event.detail.requestConfig || {}, asker = config.elt || event.detail.elt, form = formOf(asker) || asker.$form, xhr = event.detail.xhr, status = xhr.status;
    if (event.detail.successful) offline(false);
    if (!form) return;
    if ((asker === form || asker.type === 'submit') && !xhr.getResponseHeader('HX-Redirect')) hold(form, false);
    if (status < 200 || status > 399 || config.verb === 'get') return; /* 409, 419, 422: drawn by htmx, but nothing was taken */
    if (form.dataset.draft && (asker === form || asker.type === 'submit')) clear(form);
    renew(form); /* the next entry is another one */
  });
  ['htmx:sendError', 'htmx:timeout', 'htmx:responseError'].forEach(function (name) {
    on(name, function (event) { /* an answer that is not drawn still says why */
      var words = one('#problem p', new DOMParser().parseFromString(event.detail.xhr.responseText, 'text/html'));
      offline(true, words && words.textContent.trim());
    });
  });

  /* 6 – Ctrl+Enter sends the form one is writing in; one box ticks all numbers */
  on('keydown', function (event) {
    if (!event.ctrlKey || event.key !== 'Enter' || !event.target.form) return;
    event.preventDefault();
    send(event.target.form, one('[data-primary]', event.target.form));
  });
  on('change', function (event) {
    var box = event.target;
    if (box.hasAttribute('data-all') && box.form) all('input[type=checkbox][name=number]', box.form).forEach(function (other) { other.checked = box.checked; });
  });

  /* 7 – the field: the worker answers where there is no line, with the copies that were taken along */
  function keeping(button, there) {
    var addresses = button.dataset.keep.split(' '), said = button.nextElementSibling, n = addresses.length;
    function pressed(yes, words) { button.setAttribute('aria-pressed', yes); said.textContent = words || ''; }
    button.hidden = false;
    Promise.all(addresses.map(function (address) { return copies.match(address, { ignoreVary: true }); })).then(function (found) { pressed(found.every(Boolean)); });
    on('click', function () {
      if (button.getAttribute('aria-pressed') === 'true') {
        copies.open('kept').then(function (kept) { addresses.forEach(function (address) { kept.delete(address); }); });
        return pressed(false);
      }
      said.textContent = '…';
      worker.onmessage = function (event) { pressed(event.data === n, event.data === n ? button.dataset.yes : event.data + ' / ' + n + ' · ' + button.dataset.no); };
      there.active.postMessage(addresses);
    }, button);
  }
  if (one('[data-copy]:not([hidden])')) renew(); /* a copy may be opened often: each time it is another entry */
  if (worker && copies) on('load', function () {
    if (B.worker) worker.register(B.worker, { updateViaCache: 'all' }).then(null, function () { /* no worker here: everything else goes on */ });
    else if (B.worker === '') { /* a computer that keeps nothing */
      signOut();
      worker.getRegistrations().then(function (list) { list.forEach(function (old) { old.unregister(); }); });
      copies.keys().then(function (names) { names.forEach(function (name) { copies.delete(name); }); });
    }
    worker.ready.then(function (there) { all('[data-keep]').forEach(function (button) { keeping(button, there); }); });
  }, W);

  /* 8 – outbox.js is fetched where something can be sent through it, or still waits to be */
  W.nivaran = { one: one, all: all, hhmm: hhmm, of: of, hold: hold, clear: clear, read: read, hex: hex, uuid: uuid, size: size, crypt: crypt };
  function outbox() { D.head.appendChild(D.createElement('script')).src = B.outbox; }
  function lookIntoIt() { /* asked of the store itself: a killed browser forgets what is written anywhere else */
    var asked = W.indexedDB.open('nivaran', 1);
    asked.onupgradeneeded = function () { asked.transaction.abort(); };
    asked.onsuccess = function () {
      var db = asked.result, count = db.transaction('entry').objectStore('entry').count();
      count.onsuccess = function () { db.close(); if (count.result) outbox(); };
    };
  }
  if (B.outbox && one('[data-outbox]:not(body)')) outbox();
  else if (B.outbox && W.indexedDB) lookIntoIt();

  drafts();
})();
