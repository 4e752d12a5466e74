//! How well a text fits what somebody types: each word in order somewhere in it, the better the more of it stands
//! together and at the start of words.

/// What a letter in its place is worth; more at the start of a word, and right behind the one before it.
const LETTER: u32 = 10;
const AT_START: u32 = 8;
const NEXT: u32 = 8;
/// What a word is worth that is the whole text.
const WHOLE: u32 = 15;
/// What letters between cost together at most.
const MOST_GAPS: u32 = 9;
/// Letters of a text that are looked at: names of images are long, and their start tells them apart.
const LOOKED_AT: usize = 160;

/// What is looked for, ready to be held against many texts.
pub(super) struct Wanted(Vec<Vec<char>>);

impl Wanted {
    /// Words of what was typed.
    pub(super) fn new(typed: &str) -> Self {
        let word = |word: &str| word.chars().map(|letter| letter.to_ascii_lowercase()).collect();
        Self(typed.split_whitespace().map(word).collect())
    }

    /// By what texts that fit as well are put in order: by themselves, or not at all where everything fits.
    pub(super) fn order<'a>(&self, text: &'a str) -> &'a str {
        if self.0.is_empty() { "" } else { text }
    }

    /// How well a text fits; nothing when a word isn't in it. Without words everything fits alike.
    pub(super) fn fit(&self, text: &str) -> Option<u32> {
        let mut sum = 0;
        for word in &self.0 {
            sum += best(word, text)?;
        }
        Some(sum)
    }
}

/// The best fit of one word, from each place where it may begin.
fn best(word: &[char], text: &str) -> Option<u32> {
    let mut before = None;
    let mut best = None;
    for (place, letter) in text.char_indices().take(LOOKED_AT) {
        if word.first().is_some_and(|first| is(*first, letter)) {
            best = best.max(from(word, &text[place..], before));
        }
        before = Some(letter);
    }
    best
}

/// The fit of a word whose first letter is the text's.
fn from(word: &[char], text: &str, mut before: Option<char>) -> Option<u32> {
    let is_all = before.is_none();
    let (mut fit, mut gaps, mut at) = (0, 0, 0);
    let mut is_next = false;
    for letter in text.chars().take(LOOKED_AT) {
        let Some(wanted) = word.get(at) else { break };
        if is(*wanted, letter) {
            fit += LETTER;
            fit += if is_next { NEXT } else { 0 };
            fit += if starts(before, letter) { AT_START } else { 0 };
            at += 1;
            is_next = true;
        } else {
            gaps += 1;
            is_next = false;
        }
        before = Some(letter);
    }
    let whole = if is_all && gaps == 0 && text.chars().count() == at { WHOLE } else { 0 };
    (at == word.len()).then(|| fit + whole - MOST_GAPS.min(gaps))
}

fn is(wanted: char, letter: char) -> bool {
    wanted == letter.to_ascii_lowercase()
}

/// Whether a letter starts a word: `shop-db`, `shop/db`, `shopDb`, `db`.
fn starts(before: Option<char>, letter: char) -> bool {
    before.is_none_or(|before| !before.is_alphanumeric() || before.is_lowercase() && letter.is_uppercase())
}

/// The best of what is offered, in order: of those that are as good the shortest, then by name, then as they came.
pub(super) struct Best<T> {
    most: usize,
    kept: Vec<(u32, String, T)>,
}

impl<T> Best<T> {
    /// So many at most.
    pub(super) fn of(most: usize) -> Self {
        Self { most, kept: Vec::with_capacity(most + 1) }
    }

    /// Offers something, which is made only if it is among the best. Without a name it comes behind those as good.
    pub(super) fn offer(&mut self, fit: u32, name: &str, make: impl FnOnce() -> T) {
        let is_before = |other: &str| name.is_empty() || (other.len(), other) <= (name.len(), name);
        let place =
            self.kept.partition_point(|(best, other, _)| *best > fit || *best == fit && is_before(other));
        if place < self.most {
            self.kept.insert(place, (fit, name.to_owned(), make()));
            self.kept.truncate(self.most);
        }
    }

    /// The best first.
    pub(super) fn into_list(self) -> Vec<T> {
        self.kept.into_iter().map(|(.., thing)| thing).collect()
    }
}

#[cfg(test)]
mod tests;
