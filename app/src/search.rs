//! What is typed into a list's search box: words, and tokens such as `state:running`, `-stack:shop` or
//! `image:"a b"`. A row is shown when it answers all of them.

/// What can be asked of a row. Each list knows some of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Facet {
    /// A word without a key: whatever the list finds it in.
    Any,
    Driver,
    Id,
    Image,
    Is,
    /// Rows don't hold their labels: what knows of them is asked apart ([`Query::labels`]).
    Label,
    Name,
    Network,
    Port,
    Stack,
    State,
    Subnet,
    Volume,
}

const KEYS: [(Facet, &str); 12] = [
    (Facet::Driver, "driver"),
    (Facet::Id, "id"),
    (Facet::Image, "image"),
    (Facet::Is, "is"),
    (Facet::Label, "label"),
    (Facet::Name, "name"),
    (Facet::Network, "network"),
    (Facet::Port, "port"),
    (Facet::Stack, "stack"),
    (Facet::State, "state"),
    (Facet::Subnet, "subnet"),
    (Facet::Volume, "volume"),
];

impl Facet {
    /// As it is typed.
    pub(crate) fn key(self) -> &'static str {
        KEYS.iter().find(|(facet, _)| *facet == self).map_or("", |(_, key)| key)
    }
}

/// What is searched for, read once for each key that is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query(Vec<Term>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    facet: Facet,
    value: String,
    /// Rows that answer it aren't shown.
    not: bool,
}

impl Query {
    /// Reads a text. What stands before a colon is a key only where the list knows it: `nginx:1.27` is a word.
    pub(crate) fn parse(text: &str, known: &[Facet]) -> Self {
        Self(words(text).filter_map(|word| term(word, known)).collect())
    }

    /// Whether a row answers everything but labels; `has` says whether it answers one thing.
    pub(crate) fn is_met(&self, has: &dyn Fn(Facet, &str) -> bool) -> bool {
        self.0.iter().all(|term| term.facet == Facet::Label || has(term.facet, &term.value) != term.not)
    }

    /// The labels that a row has to carry, or with a `true` must not.
    pub(crate) fn labels(&self) -> impl Iterator<Item = (&str, bool)> {
        self.0.iter().filter(|term| term.facet == Facet::Label).map(|term| (&*term.value, term.not))
    }
}

/// A token, as it is typed.
pub(crate) fn token(facet: Facet, value: &str) -> String {
    let quote = if value.contains(char::is_whitespace) { "\"" } else { "" };
    [facet.key(), ":", quote, &unquoted(value), quote].concat()
}

/// Whether a word of a text is this token.
pub(crate) fn says(text: &str, token: &str) -> bool {
    words(text).any(|word| word == token)
}

/// A text with a token at its end, and without others.
pub(crate) fn with(text: &str, token: &str, without: &[&str]) -> String {
    let mut all = String::new();
    for word in words(text).filter(|word| *word != token && !without.contains(word)).chain([token]) {
        if !all.is_empty() && !word.is_empty() {
            all.push(' ');
        }
        all.push_str(word);
    }
    all
}

/// The words of a text: between spaces, unless those stand in quotes.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let ends = move |letter: char| {
        quoted ^= letter == '"';
        letter.is_whitespace() && !quoted
    };
    text.split(ends).filter(|word| !word.is_empty())
}

/// What a word asks; nothing while only its key has been typed.
fn term(word: &str, known: &[Facet]) -> Option<Term> {
    let rest = word.strip_prefix('-').filter(|rest| !rest.is_empty());
    let (not, rest) = (rest.is_some(), rest.unwrap_or(word));
    let keyed = rest.split_once(':').and_then(|(key, value)| {
        let known = |(facet, name): &&(Facet, &str)| key.eq_ignore_ascii_case(name) && known.contains(facet);
        KEYS.iter().find(known).map(|(facet, _)| (*facet, value))
    });
    let (facet, value) = keyed.unwrap_or((Facet::Any, rest));
    let value = unquoted(value);
    (!value.is_empty()).then_some(Term { facet, value, not })
}

/// What a text says as if it were a key, and the list knows none of that name: `status` of `status:up`.
pub(crate) fn unknown_key<'a>(text: &'a str, known: &[Facet]) -> Option<&'a str> {
    words(text).find_map(|word| {
        let (key, value) = word.strip_prefix('-').unwrap_or(word).split_once(':')?;
        let is_word = !key.is_empty() && key.bytes().all(|letter| letter.is_ascii_alphabetic());
        let is_known = known.iter().any(|facet| facet.key().eq_ignore_ascii_case(key));
        (is_word && !value.is_empty() && !is_known).then_some(key)
    })
}

/// A value has no quotes of its own: they couldn't be typed.
fn unquoted(value: &str) -> String {
    value.chars().filter(|letter| *letter != '"').collect()
}

/// Whether a text holds another, without regard to case.
pub(crate) fn holds(text: &str, wanted: &str) -> bool {
    let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
    let Some(first) = wanted.first() else { return true };
    let last = text.len().checked_sub(wanted.len());
    // Most places differ in their first letter.
    last.is_some_and(|last| {
        (0..=last).any(|at| {
            text[at].eq_ignore_ascii_case(first) && text[at..at + wanted.len()].eq_ignore_ascii_case(wanted)
        })
    })
}

/// Whether a text begins with another, without regard to case.
pub(crate) fn begins(text: &str, wanted: &str) -> bool {
    text.as_bytes().get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted.as_bytes()))
}

/// Whether an id, as it is written, begins with what is wanted.
pub(crate) fn is_id(id: &[u8; 32], wanted: &str) -> bool {
    wanted.len() <= 64
        && wanted.bytes().enumerate().all(|(place, letter)| {
            let half = if place % 2 == 0 { id[place / 2] >> 4 } else { id[place / 2] & 15 };
            char::from(letter).to_digit(16) == Some(u32::from(half))
        })
}

/// Docker's own rule is any length; shorter ones are rather names.
pub(crate) const SHORTEST_ID: usize = 4;

#[cfg(test)]
mod tests;
