//! P1: what the way through Pierhead costs a client of the engine's own API, against the socket, and against HAProxy in
//! front of it as the usual socket proxies run it.

use std::{
    fmt::Write,
    io,
    net::{Shutdown, TcpListener, TcpStream},
    os::unix::net::UnixStream,
    thread,
};

use anyhow::Result;
use testbed::Engine;

use super::{
    goal::{self, at_least, at_most},
    haproxy::HaProxy,
    load::Door,
    medians, milliseconds,
    product::Product,
};

/// The engine's own list of all containers.
const LIST: &str = "the list";
/// The way that has goals.
const RAW: &str = "Pierhead, as it is";

/// Starts what only copies bytes from one side to the other, and knows nothing of what they say: no way through another
/// task costs less. It goes on until the process ends.
fn relay(engine: &Engine) -> Result<Door> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let (address, socket) = (listener.local_addr()?, engine.socket());
    let serve = move |client: TcpStream| -> io::Result<()> {
        client.set_nodelay(true)?;
        let engine = UnixStream::connect(&socket)?;
        let (mut from, mut to) = (engine.try_clone()?, client.try_clone()?);
        // A side that goes away ends the copy of its own connection alone.
        thread::spawn(move || io::copy(&mut from, &mut to));
        thread::spawn(move || {
            let copied = io::copy(&mut &client, &mut &engine);
            engine.shutdown(Shutdown::Both).and(copied)
        });
        Ok(())
    };
    thread::spawn(move || listener.incoming().flatten().try_for_each(serve));
    Ok(Door::Tcp(address))
}

pub(super) fn measure(text: &mut String, engine: &Engine, product: &Product) -> Result<()> {
    let (haproxy, relayed) = (HaProxy::start(engine)?, relay(engine)?);
    let id = engine.docker(&["ps", "--all", "--quiet", "--no-trunc", "--last", "1"])?;
    writeln!(text, "\n## P1: requests of the engine's own API\n")?;
    writeln!(
        text,
        "| | p50, one client | of the socket's | requests/s, 32 clients | of HAProxy's | goal |\n\
         |---|---|---|---|---|---|"
    )?;
    for (what, path) in [
        ("`/_ping`", "/_ping".to_owned()),
        ("inspect", format!("/containers/{}/json", id.trim())),
        (LIST, "/containers/json?all=1".to_owned()),
    ] {
        let (socket, own, proxied) = (Door::Unix(engine.socket()), product.door(), haproxy.door());
        let plain = format!("GET {path} HTTP/1.1\r\nHost: engine\r\n\r\n");
        let path = format!("/docker{path}");
        let (raw, held) = (product.head(&path, ""), product.held_head(&path));
        let ways =
            [(&socket, &*plain), (&proxied, &*plain), (&relayed, &*plain), (&own, &*raw), (&own, &*held)];
        let one = medians(&ways, 1)?;
        // 32 lists at once make the engine look dead, to the mirror above all.
        let many = if what == LIST { Vec::new() } else { medians(&ways, 32)? };
        let names = ["the socket", "HAProxy", "bytes copied", RAW, "Pierhead, for an operator"];
        for (number, (name, alone)) in names.iter().zip(&one).enumerate() {
            let slower = alone.p50.as_secs_f64() / one[0].p50.as_secs_f64();
            let p50 = milliseconds(alone.p50);
            let crowd = match many.get(number) {
                Some(crowd) => {
                    let more = crowd.rate / many[1].rate;
                    let goal = match *name {
                        RAW => format!("{}, {}", at_most(slower, 1.6, " ×"), at_least(more, 1.5, " ×")),
                        _ => goal::none(),
                    };
                    format!("{:.0} | {more:.2} × | {goal}", crowd.rate)
                }
                None => "– | – | –".to_owned(),
            };
            writeln!(text, "| {what}, {name} | {p50} | {slower:.2} × | {crowd} |")?;
        }
    }
    writeln!(
        text,
        "\nThe goals are for p50, of the socket's, and for requests/s, of HAProxy's (`mode http`, `option \
         http-server-close`). *Bytes copied*: a relay of two threads that reads nothing of them, the least that any way \
         through another program costs here. What an operator asks for is decoded, looked up under its full id (one more \
         call), and its answer read and written anew."
    )?;
    Ok(())
}
