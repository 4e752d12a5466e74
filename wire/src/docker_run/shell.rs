//! Words of a POSIX shell: quotes, backslashes, comments, lines that go on. What a shell would put in for `$NAME` and
//! its like can't be known here: it stays as it is written, and is named.

/// A word, as a shell hands it to a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// Without its quotes.
    pub(super) text: String,
    /// What a shell would have put something in for: `$HOME`, `$(pwd)`, `~`.
    pub(super) unknown: Vec<String>,
}

/// A command, and how it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Command {
    pub(super) words: Vec<Word>,
    pub(super) source: String,
}

/// A text cut into commands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Script {
    pub(super) commands: Vec<Command>,
    /// A quote or a bracket has no end.
    pub(super) is_open: bool,
}

/// Cuts a text into commands.
pub(super) fn cut(text: &str) -> Script {
    let mut cutter = Cutter { rest: text, ..Cutter::default() };
    cutter.begin = text;
    while !cutter.rest.is_empty() {
        cutter.step();
    }
    cutter.end_command(cutter.rest);
    cutter.script
}

#[derive(Default)]
struct Cutter<'a> {
    rest: &'a str,
    /// Where the command began.
    begin: &'a str,
    /// The word that has begun; an empty pair of quotes is one, too.
    word: Option<Word>,
    words: Vec<Word>,
    script: Script,
}

impl<'a> Cutter<'a> {
    fn step(&mut self) {
        let here = self.rest;
        let Some(letter) = self.next() else { return };
        match letter {
            '\\' => self.escaped(),
            // Other shells' lines go on so: PowerShell's, and that of Windows before it.
            '`' | '^' if self.rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n') => {
                self.skip_line()
            }
            '\'' => self.until_quote(),
            '"' => self.in_quotes(),
            '$' | '`' => self.unknown(here, letter),
            '~' if self.word.is_none() && self.rest.starts_with(['/', ' ', '\n']) => {
                self.word().unknown.push("~".into());
                self.word().text.push('~');
            }
            '#' if self.word.is_none() => {
                self.rest = self.rest.find('\n').map_or("", |end| &self.rest[end..])
            }
            ' ' | '\t' | '\r' => self.end_word(),
            '\n' | ';' | '&' | '|' | '<' | '>' => self.operator(here, letter),
            letter => self.word().text.push(letter),
        }
    }

    fn next(&mut self) -> Option<char> {
        let mut letters = self.rest.chars();
        let letter = letters.next();
        self.rest = letters.as_str();
        letter
    }

    fn word(&mut self) -> &mut Word {
        self.word.get_or_insert_default()
    }

    fn skip_line(&mut self) {
        self.rest = self.rest.find('\n').map_or("", |end| &self.rest[end + 1..]);
    }

    fn escaped(&mut self) {
        if self.rest.starts_with("\r\n") || self.rest.starts_with('\n') {
            return self.skip_line();
        }
        match self.next() {
            Some(letter) => self.word().text.push(letter),
            None => self.script.is_open |= self.word.is_none(),
        }
    }

    fn until_quote(&mut self) {
        let (inside, rest) = self.rest.split_once('\'').unwrap_or_else(|| {
            self.script.is_open = true;
            (self.rest, "")
        });
        self.rest = rest;
        self.word().text.push_str(inside);
    }

    fn in_quotes(&mut self) {
        self.word();
        loop {
            let here = self.rest;
            match self.next() {
                None => {
                    self.script.is_open = true;
                    return;
                }
                Some('"') => return,
                Some('\\') => match self.next() {
                    Some('\n') => {}
                    Some(letter @ ('"' | '\\' | '$' | '`')) => self.word().text.push(letter),
                    letter => {
                        self.word().text.push('\\');
                        self.word().text.extend(letter);
                    }
                },
                Some(letter @ ('$' | '`')) => self.unknown(here, letter),
                Some(letter) => self.word().text.push(letter),
            }
        }
    }

    /// What a shell puts something in for stays as it is written.
    fn unknown(&mut self, here: &'a str, letter: char) {
        let end = match (letter, self.rest.chars().next()) {
            ('`', _) => self.rest.find('`').map(|end| end + 1),
            ('$', Some('{')) => self.rest.find('}').map(|end| end + 1),
            ('$', Some('(')) => until_bracket(self.rest),
            ('$', Some(first)) if first.is_ascii_alphabetic() || first == '_' => {
                let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
                Some(self.rest.find(|letter| !is_name(letter)).unwrap_or(self.rest.len()))
            }
            ('$', Some('0'..='9' | '?' | '$' | '!' | '#' | '@' | '*')) => Some(1),
            _ => Some(0),
        };
        self.script.is_open |= end.is_none();
        let end = end.unwrap_or(self.rest.len());
        let written = &here[..letter.len_utf8() + end];
        self.rest = &self.rest[end..];
        // How comments are put between lines that go on.
        if written.starts_with("`#") || written.starts_with("$(#") {
            return;
        }
        let word = self.word();
        word.text.push_str(written);
        if end > 0 {
            word.unknown.push(written.to_owned());
        }
    }

    /// What separates commands, or leads their input and output elsewhere: no word of the command.
    fn operator(&mut self, here: &'a str, letter: char) {
        let digits = |word: &Word| word.text.bytes().all(|byte| byte.is_ascii_digit());
        let mut end = here;
        if matches!(letter, '<' | '>')
            && let Some(word) = self.word.take_if(|word| digits(word))
        {
            end = &self.begin[self.begin.len() - here.len() - word.text.len()..];
        }
        self.rest = self.rest.trim_start_matches(['<', '>', '&', '|', ';']);
        self.end_command(end);
        self.begin = if matches!(letter, '<' | '>') { end } else { self.rest };
    }

    fn end_word(&mut self) {
        self.words.extend(self.word.take());
    }

    fn end_command(&mut self, here: &'a str) {
        self.end_word();
        let source = self.begin[..self.begin.len() - here.len()].trim();
        let words = std::mem::take(&mut self.words);
        if !words.is_empty() {
            self.script.commands.push(Command { words, source: source.to_owned() });
        }
    }
}

/// Behind the bracket that closes the one that this begins with.
fn until_bracket(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}
