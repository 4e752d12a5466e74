//! Asks for one thing again and again over kept connections, and times the answers.

use std::{
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    net::{SocketAddr, TcpStream},
    os::unix::net::UnixStream,
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

/// Where a server listens.
pub(super) enum Door {
    /// On a socket in the file system.
    Unix(PathBuf),
    /// On the network.
    Tcp(SocketAddr),
}

/// What a load showed.
pub(super) struct Figures {
    pub(super) p50: Duration,
    pub(super) p95: Duration,
    /// Answers a second, of all clients together.
    pub(super) rate: f64,
    /// The last answer's body, as it travelled.
    pub(super) bytes: usize,
}

trait Stream: Read + Write + Send {}
impl<S: Read + Write + Send> Stream for S {}

/// One connection that is kept.
pub(super) struct Connection(BufReader<Box<dyn Stream>>);

/// An answer's status and body.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
}

/// What an answer says of itself.
struct Head {
    status: u16,
    length: u64,
    chunked: bool,
}

/// Sends `head` from each of `clients` connections, for so long.
pub(super) fn run(door: &Door, head: &str, clients: usize, time: Duration) -> Result<Figures> {
    let start = Instant::now();
    let client = || -> Result<(Vec<Duration>, usize)> {
        let mut connection = door.connect()?;
        let (mut times, mut bytes) = (Vec::new(), 0);
        while start.elapsed() < time {
            let sent = Instant::now();
            let answer = connection.ask(head)?;
            times.push(sent.elapsed());
            if answer.status != 200 {
                bail!("{} answered {}", head.lines().next().unwrap_or_default(), answer.status);
            }
            bytes = answer.body.len();
        }
        Ok((times, bytes))
    };
    let results: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..clients).map(|_| scope.spawn(client)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| bail!("a client panicked")))
            .collect()
    });
    let took = start.elapsed().as_secs_f64();
    let (mut times, mut bytes) = (Vec::new(), 0);
    for result in results {
        let (more, last) = result?;
        times.extend(more);
        bytes = last;
    }
    times.sort();
    let at =
        |part: f64| times.get((times.len() as f64 * part) as usize).copied().context("no answer in time");
    Ok(Figures { p50: at(0.5)?, p95: at(0.95)?, rate: times.len() as f64 / took, bytes })
}

impl Door {
    pub(super) fn connect(&self) -> Result<Connection> {
        match self {
            Self::Unix(path) => Ok(Connection::over(UnixStream::connect(path)?)),
            Self::Tcp(address) => {
                let stream = TcpStream::connect(address)?;
                stream.set_nodelay(true)?;
                Ok(Connection::over(stream))
            }
        }
    }
}

impl Connection {
    pub(super) fn over(stream: impl Read + Write + Send + 'static) -> Self {
        Self(BufReader::with_capacity(1 << 16, Box::new(stream)))
    }

    /// Sends a request without a body, and reads the whole answer.
    pub(super) fn ask(&mut self, head: &str) -> Result<Answer> {
        self.0.get_mut().write_all(head.as_bytes())?;
        self.answer()
    }

    /// Sends a request, its body behind its head.
    pub(super) fn send(&mut self, head: &str, body: &mut impl Read) -> Result<()> {
        let stream = self.0.get_mut();
        stream.write_all(head.as_bytes())?;
        let mut stream = BufWriter::with_capacity(1 << 16, stream);
        io::copy(body, &mut stream)?;
        Ok(stream.flush()?)
    }

    /// Reads a whole answer.
    pub(super) fn answer(&mut self) -> Result<Answer> {
        let Head { status, length, chunked } = self.head()?;
        let mut body = Vec::new();
        // A switched protocol has no body: what follows is its own.
        if chunked && status != 101 {
            while self.chunk(&mut body)? > 0 {}
        } else {
            self.0.by_ref().take(length).read_to_end(&mut body)?;
        }
        Ok(Answer { status, body })
    }

    /// Sends a request without a body, and reads the head of its answer, which has to be a success.
    pub(super) fn open(&mut self, head: &str) -> Result<()> {
        self.0.get_mut().write_all(head.as_bytes())?;
        match self.head()?.status {
            200 => Ok(()),
            status => bail!("answered {status}"),
        }
    }

    /// Reads what comes and forgets it, as it travels, until there is no more or `enough` of it; says how much it was.
    pub(super) fn drain(&mut self, enough: impl Fn(u64) -> bool) -> Result<u64> {
        self.count(enough, |read| read.len() as u64)
    }

    /// As [`Connection::drain`], of which only so much counts.
    pub(super) fn count(
        &mut self,
        enough: impl Fn(u64) -> bool,
        counts: impl Fn(&[u8]) -> u64,
    ) -> Result<u64> {
        let (mut buffer, mut all) = ([0; 1 << 16], 0);
        while !enough(all) {
            match self.0.read(&mut buffer)? {
                0 => break,
                read => all += counts(&buffer[..read]),
            }
        }
        Ok(all)
    }

    fn head(&mut self) -> Result<Head> {
        let status =
            self.line()?.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status")?;
        let (mut length, mut chunked) = (0, false);
        loop {
            let line = self.line()?.to_ascii_lowercase();
            match line.split_once(": ") {
                Some(("content-length", value)) => length = value.parse()?,
                Some(("transfer-encoding", "chunked")) => chunked = true,
                None => return Ok(Head { status, length, chunked }),
                _ => {}
            }
        }
    }

    fn chunk(&mut self, body: &mut Vec<u8>) -> Result<u64> {
        let size = u64::from_str_radix(self.line()?.trim(), 16)?;
        self.0.by_ref().take(size).read_to_end(body)?;
        self.line()?;
        Ok(size)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.0.read_line(&mut line)? == 0 {
            bail!("the connection ended");
        }
        Ok(line.trim_end().to_owned())
    }
}
