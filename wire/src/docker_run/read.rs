//! A `docker run …` that somebody pasted, as a specification. What isn't understood is named, never dropped.

use super::{
    flags::Flag,
    shell::{self, Command, Word},
};
use crate::{ContainerSpec, Takes};

/// What a command means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The container.
    pub spec: ContainerSpec,
    /// What of the command isn't in it, or has to be looked at, in the order in which it stands there.
    pub remarks: Vec<Remark>,
}

/// Something to be said about a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What it is about, as it is written.
    pub what: String,
    /// Why it is named.
    pub why: Why,
}

/// Why something is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// No `docker run` is in it.
    NoRun,
    /// A quote or a bracket isn't closed.
    Open,
    /// No flag of `docker run`.
    Unknown,
    /// The flag's value can't be read.
    BadValue,
    /// The flag has no value.
    NoValue,
    /// It tells the client what to do, and makes no difference to the container.
    OfTheClient,
    /// It is for engines on Windows, or gone from the engine.
    NotHere,
    /// It is in a file of whoever wrote it.
    FromAFile,
    /// The shell would have put something in.
    FromTheShell,
    /// It is beneath the folder where the command would have run.
    Relative,
    /// Another command.
    OtherCommand,
}

impl Run {
    /// Reads what was pasted: the first `docker run` or `docker create` in it.
    pub fn read(text: &str) -> Self {
        let script = shell::cut(&without_prompts(text));
        let mut reading = Reading::default();
        let mut is_found = false;
        for command in script.commands {
            match arguments(&command).filter(|_| !is_found) {
                Some(at) => {
                    is_found = true;
                    reading.global(&command.words[..at]);
                    reading.run(&command.words[at..]);
                }
                None => reading.remark(&command.source, Why::OtherCommand),
            }
        }
        if script.is_open {
            reading.remark("", Why::Open);
        }
        if !is_found {
            reading.run.remarks.insert(0, Remark { what: String::new(), why: Why::NoRun });
        }
        reading.run
    }
}

/// The prompts that people copy along, and the fences of Markdown.
fn without_prompts(text: &str) -> String {
    let line = |line: &str| {
        let bare = line.trim_start();
        let command = bare.strip_prefix(['$', '#', '>']).map(str::trim_start);
        let command =
            command.filter(|it| ["docker ", "sudo ", "podman "].iter().any(|name| it.starts_with(name)));
        let fence = bare.starts_with("```");
        command.unwrap_or(if fence { "" } else { line }).to_owned()
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Where the arguments of `docker run` begin, if that is what a command is.
fn arguments(command: &Command) -> Option<usize> {
    let words: Vec<&str> = command.words.iter().map(|word| &*word.text).collect();
    if words.first()?.starts_with('-') {
        return Some(0);
    }
    let mut at = words.iter().position(|word| !is_assignment(word))?;
    if words[at].ends_with("sudo") {
        at += 1;
        while words.get(at)?.starts_with('-') {
            at += if matches!(words[at], "-u" | "-g") { 2 } else { 1 };
        }
    }
    if is_program(words.get(at)?) {
        at += 1;
        while words.get(at)?.starts_with('-') {
            at += if GLOBAL_WITH_VALUE.contains(&words[at]) { 2 } else { 1 };
        }
        if *words.get(at)? == "container" {
            at += 1;
        }
    }
    matches!(*words.get(at)?, "run" | "create").then_some(at + 1)
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| !name.is_empty() && !name.contains('/'))
}

/// Whether it is `docker`, wherever it is, or one that takes the same flags.
fn is_program(word: &str) -> bool {
    let name = word.rsplit('/').next().unwrap_or(word);
    matches!(name, "docker" | "docker.exe" | "podman" | "nerdctl")
}

/// Flags of `docker` itself that take a value.
const GLOBAL_WITH_VALUE: [&str; 9] =
    ["-H", "--host", "-c", "--context", "--config", "-l", "--log-level", "--tlscacert", "--tlscert"];

/// Flags that tell the client what to do. With a value or without.
const OF_THE_CLIENT: [(&str, bool); 10] = [
    ("attach", true),
    ("cidfile", true),
    ("detach-keys", true),
    ("disable-content-trust", false),
    ("help", false),
    ("pull", true),
    ("quiet", false),
    ("sig-proxy", false),
    ("use-api-socket", false),
    ("detach", false),
];

/// Flags for other engines, each with a value.
const NOT_HERE: [&str; 6] =
    ["cpu-count", "cpu-percent", "io-maxbandwidth", "io-maxiops", "isolation", "kernel-memory"];

/// What a flag is to us.
#[derive(Clone, Copy)]
enum Known {
    Ours(&'static Flag),
    Client(&'static str, bool),
    NotHere,
    File,
}

impl Known {
    fn named(name: &str) -> Option<Self> {
        let client = || OF_THE_CLIENT.iter().find(|(known, _)| *known == name);
        match Flag::named(name) {
            Some(flag) => Some(Self::Ours(flag)),
            None if NOT_HERE.contains(&name) => Some(Self::NotHere),
            None if matches!(name, "env-file" | "label-file") => Some(Self::File),
            None => client().map(|(name, takes)| Self::Client(name, *takes)),
        }
    }

    fn of_letter(letter: char) -> Option<Self> {
        match letter {
            'd' => Self::named("detach"),
            'a' => Self::named("attach"),
            'q' => Self::named("quiet"),
            letter => Flag::of_letter(letter).map(Self::Ours),
        }
    }

    fn takes_value(self) -> bool {
        match self {
            Self::Ours(flag) => matches!(flag.takes(), Takes::One | Takes::Many),
            Self::Client(_, takes) => takes,
            Self::NotHere | Self::File => true,
        }
    }
}

#[derive(Default)]
struct Reading {
    run: Run,
}

impl Reading {
    fn remark(&mut self, what: &str, why: Why) {
        self.run.remarks.push(Remark { what: what.to_owned(), why });
    }

    /// What stands before `run`: variables, and flags of `docker` itself.
    fn global(&mut self, words: &[Word]) {
        let program = words.iter().position(|word| is_program(&word.text)).unwrap_or(0);
        let (before, behind) = words.split_at(program);
        let flags =
            behind.iter().skip(1).filter(|word| !matches!(&*word.text, "container" | "run" | "create"));
        for word in before.iter().filter(|word| is_assignment(&word.text)).chain(flags) {
            self.remark(&word.text, Why::OfTheClient);
        }
    }

    /// The flags, then the image, then the command, as Go's flags read them.
    fn run(&mut self, words: &[Word]) {
        let mut rest = words;
        while let [word, more @ ..] = rest {
            if word.text == "--" {
                rest = more;
                break;
            }
            rest = match word.text.strip_prefix("--") {
                Some(long) => self.long(word, long, more),
                None if word.text.len() > 1 && word.text.starts_with('-') => self.letters(word, more),
                // What some pages make of two dashes.
                None if word.text.starts_with(['–', '—']) => {
                    self.remark(&word.text, Why::Unknown);
                    more
                }
                None => break,
            };
        }
        let [image, command @ ..] = rest else { return };
        rest.iter().for_each(|word| self.look_at(word, &word.text));
        self.run.spec.image = image.text.clone();
        self.run.spec.command = command.iter().map(|word| word.text.clone()).collect();
    }

    /// `--name web`, `--name=web`, `--init`.
    fn long<'a>(&mut self, word: &Word, long: &str, more: &'a [Word]) -> &'a [Word] {
        let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
        let Some(known) = Known::named(name) else {
            return self.unknown(word, value.is_some(), more);
        };
        match (value, more) {
            (Some(value), _) => {
                self.take(known, &["--", name].concat(), value, word);
                more
            }
            (None, _) if !known.takes_value() => {
                self.take(known, &word.text, "true", word);
                more
            }
            (None, [value, more @ ..]) => {
                self.take(known, &word.text, &value.text, value);
                more
            }
            (None, []) => {
                self.remark(&word.text, Why::NoValue);
                more
            }
        }
    }

    /// `-it`, `-p8080:80`, `-e TZ=UTC`: several letters in one word, the last of them with a value or without.
    fn letters<'a>(&mut self, word: &Word, more: &'a [Word]) -> &'a [Word] {
        let mut letters = word.text[1..].chars();
        while let Some(letter) = letters.next() {
            let written = ["-", &letter.to_string()].concat();
            let Some(known) = Known::of_letter(letter) else {
                self.remark(&[&*written, letters.as_str()].concat(), Why::Unknown);
                return more;
            };
            let rest = letters.as_str();
            if let Some(value) = rest.strip_prefix('=') {
                self.take(known, &written, value, word);
                return more;
            }
            if !known.takes_value() {
                self.take(known, &written, "true", word);
                continue;
            }
            return match more {
                _ if !rest.is_empty() => {
                    self.take(known, &written, rest, word);
                    more
                }
                [value, more @ ..] => {
                    self.take(known, &written, &value.text, value);
                    more
                }
                [] => {
                    self.remark(&written, Why::NoValue);
                    more
                }
            };
        }
        more
    }

    /// Nobody knows whether it takes a value. If another flag comes after the next word, that isn't the image.
    fn unknown<'a>(&mut self, word: &Word, has_value: bool, more: &'a [Word]) -> &'a [Word] {
        let is_flag = |word: &Word| word.text.starts_with('-');
        match more {
            [value, next, ..] if !has_value && !is_flag(value) && is_flag(next) => {
                self.remark(&[&*word.text, " ", &*value.text].concat(), Why::Unknown);
                &more[1..]
            }
            _ => {
                self.remark(&word.text, Why::Unknown);
                more
            }
        }
    }

    fn take(&mut self, known: Known, written: &str, value: &str, word: &Word) {
        let whole = if value == "true" { written.to_owned() } else { [written, " ", value].concat() };
        match known {
            // That is what is done anyhow.
            Known::Client("detach", _) => {}
            Known::Client(..) => self.remark(&whole, Why::OfTheClient),
            Known::NotHere => self.remark(&whole, Why::NotHere),
            Known::File => self.remark(&whole, Why::FromAFile),
            Known::Ours(flag) => {
                self.look_at(word, &whole);
                self.take_ours(flag, value, &whole);
            }
        }
    }

    fn take_ours(&mut self, flag: &'static Flag, value: &str, whole: &str) {
        match (flag.name, value) {
            ("env", name) if !name.contains('=') => self.remark(whole, Why::FromTheShell),
            ("security-opt", option) if is_profile(option) => return self.remark(whole, Why::FromAFile),
            ("volume" | "mount", path) if is_relative(path) => self.remark(whole, Why::Relative),
            _ => {}
        }
        if flag.put(&mut self.run.spec, value).is_err() {
            self.remark(whole, Why::BadValue);
        }
    }

    /// Names what a shell would have put something in for.
    fn look_at(&mut self, word: &Word, written: &str) {
        if !word.unknown.is_empty() {
            self.remark(written, Why::FromTheShell);
        }
    }
}

/// `seccomp=profile.json`: the client reads it and sends what is in it.
fn is_profile(option: &str) -> bool {
    let profile = option.strip_prefix("seccomp=").or_else(|| option.strip_prefix("seccomp:"));
    profile.is_some_and(|profile| !matches!(profile, "unconfined" | "builtin") && !profile.starts_with('{'))
}

/// `./data:/data`, `type=bind,source=./data,…`: the client makes it absolute.
fn is_relative(value: &str) -> bool {
    let mut sources =
        value.split(',').filter_map(|field| field.strip_prefix("source=").or(field.strip_prefix("src=")));
    let is = |path: &str| path == "." || path == ".." || path.starts_with("./") || path.starts_with("../");
    value.split(':').next().is_some_and(is) || sources.any(is)
}
