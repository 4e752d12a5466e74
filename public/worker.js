// Has a page of our own for when the server can't be reached. That page and its styles are all that it keeps: no data,
// and no other page. Its own text changes with them, so that the browser takes the new ones.
const PAGE = "/offline";
const FILES = [PAGE, "{{asset:app.css}}", "{{asset:login.css}}"];
const KEPT = FILES.join(" ");

addEventListener("install", (event) => event.waitUntil(keep().then(() => skipWaiting())));

addEventListener("activate", (event) => event.waitUntil(forgetOthers()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(go(event, pathname));
  else if (FILES.includes(pathname)) event.respondWith(kept(pathname).then((file) => file ?? fetch(request)));
});

async function keep() {
  const cache = await caches.open(KEPT);
  await cache.addAll(FILES);
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
  await registration.navigationPreload?.enable();
}

// What decides about the page's language is in a cookie, which isn't seen here.
function kept(path) {
  return caches.match(path, { ignoreVary: true });
}

async function go(event, pathname) {
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    // From now on somebody reads another language.
    if (pathname.startsWith("/language/")) event.waitUntil(keep());
    return answer;
  } catch {
    return (await kept(PAGE)) ?? Response.error();
  }
}
