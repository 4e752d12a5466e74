// Runs before anything is drawn: the chosen looks and start page, and the live stream, so that the first data travels while
// the program is still loading. The program takes the socket over, with all that it has heard. And the styles of
// what a first visit doesn't show, for when something of it is opened. Last, for those who
// come again, the worker that has a page for when the server is gone; where the browser allows none, its own page says so. A page of another version than its
// server is loaded again, once for each.
{
  for (const look of ["theme", "density"]) {
    const chosen = localStorage.getItem(look);
    if (chosen) document.documentElement.dataset[look] = chosen;
  }
  const start = localStorage.getItem("start");
  if (start && location.pathname === "/") history.replaceState(null, "", start);

  const socket = new WebSocket(`${location.protocol === "http:" ? "ws" : "wss"}://${location.host}/live`);
  socket.binaryType = "arraybuffer";
  const heard = [];
  socket.onmessage = (message) => heard.push(message.data);
  let styles;
  const load = (done) => {
    const link = document.getElementById("later");
    link.onload = link.onerror = done;
    // What waits for them can be used without them.
    setTimeout(done, 5000);
    link.rel = "stylesheet";
  };
  if (localStorage.known) addEventListener("load", () => navigator.serviceWorker?.register("/worker.js").catch(() => {}));
  const reload = (version) => {
    if (sessionStorage.reloaded === version) return;
    sessionStorage.reloaded = version;
    location.reload();
  };
  // To come back here.
  const leave = (address) => location.assign(`${address}?next=${encodeURIComponent(location.pathname + location.search)}`);
  window.boot = { socket, heard, leave, reload, styles: () => (styles ??= new Promise(load)) };
  // Last: a browser that keeps nothing refuses.
  localStorage.known = 1;
}
