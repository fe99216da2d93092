/* THE FIELD'S WORKER. It only reads: what is written goes straight to the server, whatever this file says.
   Files with a hash in their name: from here first. Pages: from the line first; without one the copy that the officer
   chose to take along, else a small page that says so. A copy is of one person, and three days old at most. */
const KEPT = 'kept', FILES = 'files', MOST = 30, OLDEST = 2592e5, OWNER = 'Entry-Person';
const away = path => (/^\/en(\/|$)/.test(path) ? '/en' : '') + '/offline';

async function limit(cache, most) {
  const keys = await cache.keys(); /* in the order in which they came */
  for (const key of keys.slice(0, Math.max(0, keys.length - most))) await cache.delete(key);
}
async function put(name, key, answer, most) {
  const cache = await caches.open(name);
  await cache.delete(key);
  await cache.put(key, answer);
  await limit(cache, most);
}
async function file(request) {
  const here = await caches.match(request);
  if (here) return here;
  const answer = await fetch(request);
  if (answer.ok) await put(FILES, request, answer.clone(), 24).catch(() => 0); /* of the last releases: copies need them */
  return answer;
}
async function take(address, name, most) {
  const answer = await fetch(address, { cache: 'no-cache' });
  if (!answer.ok || answer.redirected || /no-store/.test(answer.headers.get('Cache-Control'))) throw address;
  for (const asked of (await answer.clone().text()).match(/\/static\/[^"]+/g)) await file(new Request(asked));
  await put(name, address, answer, most);
}
/* the copies that may still be read; those of somebody else and the old ones go */
async function copies(owner) {
  const cache = await caches.open(KEPT), good = [];
  for (const key of await cache.keys()) {
    const copy = await cache.match(key), head = copy.headers;
    if (owner && head.get(OWNER) !== owner || Date.now() - Date.parse(head.get('Date')) > OLDEST) await cache.delete(key);
    else good.push([new URL(key.url).pathname, copy]);
  }
  return good;
}
async function without(path) {
  let list = '';
  for (const [address, copy] of await copies()) {
    const text = await copy.text();
    if (address === path) return new Response(text.replace('data-copy hidden', 'data-copy'), { headers: copy.headers });
    list += '<li><a href="' + address + '">' + address.replace(/.*\//, '') + '</a> ' + /<h1[^>]*>(.*?)<\/h1>/s.exec(text)[1] + '</li>';
  }
  const page = await caches.match(away(path));
  return page && new Response((await page.text()).replace('</ul>', list + '</ul>'), { headers: page.headers });
}
async function page(event, path) {
  try {
    const answer = await fetch(event.request), owner = answer.headers.get(OWNER);
    if (owner) event.waitUntil(copies(owner));
    return answer;
  } catch (gone) {
    return await without(path) || Response.error();
  }
}
addEventListener('install', event => event.waitUntil(
  Promise.all(['/offline', '/en/offline'].map(address => take(address, 'away', 2))).then(() => skipWaiting())));
addEventListener('message', event => event.waitUntil((async () => {
  let kept = 0;
  for (const address of event.data) try { await take(address, KEPT, MOST); kept++; } catch (not) { /* counted by the page */ }
  event.source.postMessage(kept);
})()));
addEventListener('fetch', event => {
  const request = event.request, url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (url.pathname.startsWith('/static/')) event.respondWith(file(request));
  else if (request.mode === 'navigate') event.respondWith(page(event, url.pathname));
});
