// Runs before anything is drawn: the chosen theme, and the live stream, so that the first data travels while
// the program is still loading. The program takes the socket over, with all that it has heard. And the styles of
// what a first visit doesn't show, for when something of it is opened.
{
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;

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
  window.boot = { socket, heard, styles: () => (styles ??= new Promise(load)) };
}
