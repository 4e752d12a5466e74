//! Which columns a table shows, in which order and how wide: as the style sheet has it, or as this browser
//! remembers it.

use crate::{
    kept::{keep, kept},
    pages::list::{Arranged, STORED},
    ui::{BUTTONS, Column, NAME},
};

/// The columns that are shown, each with its width in pixels where that was chosen. None: as the style sheet has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::pages::list) struct Layout(pub(super) Vec<(String, Option<u32>)>);

/// What is remembered is read as far as this: no table has more columns.
const MOST: usize = 32;

impl Layout {
    /// The one that is remembered for a table.
    pub(super) fn remembered(table: &str) -> Self {
        Self::read(&kept(&stored(table)).unwrap_or_default())
    }

    /// Remembers it, as far as the browser lets it.
    pub(super) fn remember(&self, table: &str) {
        let chosen = (!self.0.is_empty()).then(|| self.print());
        keep(&stored(table), chosen.as_deref());
    }

    /// Reads `name status:220 ports`. What makes no sense is passed over.
    fn read(text: &str) -> Self {
        let column = |word: &str| {
            let (name, width) = word.split_once(':').unwrap_or((word, ""));
            (name.to_owned(), width.parse().ok())
        };
        Self(text.split(' ').filter(|word| !word.is_empty()).take(MOST).map(column).collect())
    }

    fn print(&self) -> String {
        let column = |(name, width): &(String, Option<u32>)| match width {
            Some(width) => [name, ":", &width.to_string()].concat(),
            None => name.clone(),
        };
        self.0.iter().map(column).collect::<Vec<_>>().join(" ")
    }

    /// The places of the columns that are shown, in order. The first names the row, and the last is its buttons:
    /// both stay.
    pub(super) fn places(&self, columns: &[Column]) -> Vec<usize> {
        let last = columns.len().saturating_sub(1);
        let place = |(name, _): &(String, _)| columns.iter().position(|column| column.name == name);
        let chosen = self.0.iter().filter_map(place).filter(|place| *place != 0 && *place != last);
        let mut places = vec![0];
        for place in chosen {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        if self.0.is_empty() {
            places.extend(1..last);
        }
        places.push(last);
        places
    }

    /// How the table is drawn with it; nothing where it is as the style sheet has it.
    pub(super) fn arranged(&self, columns: &[Column]) -> Option<Arranged> {
        let places = self.places(columns);
        let widths = self.template(&places.iter().map(|place| &columns[*place]).collect::<Vec<_>>());
        (!self.0.is_empty()).then(|| Arranged { layout: self.clone(), places, widths })
    }

    /// The widths as CSS wants them.
    fn template(&self, columns: &[&Column]) -> String {
        let width = |column: &&Column| {
            let chosen = self.0.iter().find(|(name, _)| column.name == name).and_then(|(_, width)| *width);
            match (chosen, column.name) {
                (_, BUTTONS) => "var(--do)".to_owned(),
                (Some(width), _) => ["minmax(0,", &width.to_string(), "px)"].concat(),
                (None, NAME) => "minmax(10rem,2fr)".to_owned(),
                (None, _) => "minmax(3rem,1fr)".to_owned(),
            }
        };
        columns.iter().map(width).collect::<Vec<_>>().join(" ")
    }
}

fn stored(table: &str) -> String {
    [STORED, table].concat()
}

#[cfg(test)]
mod tests;
