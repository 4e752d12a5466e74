//! How often something was chosen, and how lately: what is counted loses half of its weight in two weeks.

/// What one use weighs; halves of it are whole numbers for a while.
const ONE: u32 = 64;
/// Days in which half is forgotten.
const HALF: u32 = 14;
/// What is remembered: the lightest go first.
const MOST: usize = 64;

/// What was chosen before.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Uses(Vec<Use>);

#[derive(Debug, PartialEq, Eq)]
struct Use {
    key: String,
    weight: u32,
    /// The day of the last use, since 1970.
    day: u32,
}

impl Use {
    /// What is left of it.
    fn weight(&self, today: u32) -> u32 {
        self.weight.checked_shr(today.saturating_sub(self.day) / HALF).unwrap_or_default()
    }
}

impl Uses {
    /// Reads what [`Uses::print`] wrote; what isn't that is forgotten.
    pub(super) fn parse(text: &str) -> Self {
        let one = |line: &str| {
            let (day, rest) = line.split_once(' ')?;
            let (weight, key) = rest.split_once(' ')?;
            Some(Use { key: key.to_owned(), weight: weight.parse().ok()?, day: day.parse().ok()? })
        };
        Self(text.lines().filter_map(one).take(MOST).collect())
    }

    /// A line for each.
    pub(super) fn print(&self) -> String {
        let line = |one: &Use| [&one.day.to_string(), " ", &one.weight.to_string(), " ", &one.key].concat();
        self.0.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Something was chosen. Names with line breaks are nobody's.
    pub(super) fn note(&mut self, key: &str, today: u32) {
        if key.contains(['\n', '\r']) {
            return;
        }
        let before = self.weight(key, today);
        self.0.retain(|other| other.key != key && other.weight(today) > 0);
        if self.0.len() >= MOST {
            let lightest = (0..self.0.len()).min_by_key(|place| self.0[*place].weight(today));
            lightest.map(|place| self.0.remove(place));
        }
        self.0.push(Use { key: key.to_owned(), weight: before.saturating_add(ONE), day: today });
    }

    /// What adds to how well something fits: some for the first use, and less for each that follows.
    pub(super) fn bonus(&self, key: &str, today: u32) -> u32 {
        const STEP: u32 = 3;
        const MOST: u32 = 36;
        match self.weight(key, today) {
            0 => 0,
            weight => (STEP * (weight.ilog2() + 1)).min(MOST),
        }
    }

    fn weight(&self, key: &str, today: u32) -> u32 {
        self.0.iter().find(|one| one.key == key).map_or(0, |one| one.weight(today))
    }
}

#[cfg(test)]
mod tests;
