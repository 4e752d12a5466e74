//! What a list shows, as a file: CSV for spreadsheets, JSON for programs.

use js_sys::{Array, Function, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Csv,
    Json,
}

impl Form {
    /// The rows below their headings, and what kind of file that is.
    fn write(self, heads: &[&str], rows: &[Vec<String>]) -> (String, &'static str) {
        match self {
            Self::Csv => (csv(heads, rows), "text/csv"),
            Self::Json => (json(heads, rows), "application/json"),
        }
    }

    /// How its files' names end.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// As RFC 4180 has it. A text that a spreadsheet would take for a formula gets an apostrophe before it: names and labels
/// come from whoever made the container.
fn csv(heads: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    for row in std::iter::once(&heads).chain(rows) {
        let cells: Vec<String> = row.iter().map(|cell| csv_cell(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

fn csv_cell(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = [if is_formula { "'" } else { "" }, cell].concat();
    if cell.contains([',', '"', '\r', '\n']) {
        ["\"", &cell.replace('"', "\"\""), "\""].concat()
    } else {
        cell
    }
}

/// An array of objects, one on each line.
fn json(heads: &[&str], rows: &[Vec<String>]) -> String {
    let object = |row: &Vec<String>| {
        let member = |(head, cell): (&&str, &String)| [&json_text(head), ":", &json_text(cell)].concat();
        ["{", &heads.iter().zip(row).map(member).collect::<Vec<_>>().join(","), "}"].concat()
    };
    ["[", &rows.iter().map(object).collect::<Vec<_>>().join(",\n"), "]\n"].concat()
}

fn json_text(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\u{0}'..='\u{1f}' => {
                const DIGITS: &[u8; 16] = b"0123456789abcdef";
                let code = letter as usize;
                quoted.push_str("\\u00");
                quoted.extend([char::from(DIGITS[code >> 4]), char::from(DIGITS[code & 15])]);
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// Gives a file to the browser to keep. Nothing when the browser doesn't know how.
pub(super) fn save(form: Form, name: &str, heads: &[&str], rows: &[Vec<String>]) -> Option<()> {
    let (text, kind) = form.write(heads, rows);
    let function = |object: &JsValue, name: &str| -> Option<Function> {
        Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
    };
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &kind.into()).ok()?;
    let blob = function(&window(), "Blob")?;
    let blob = Reflect::construct(&blob, &Array::of2(&Array::of1(&text.into()), &options)).ok()?;
    let urls = Reflect::get(&window(), &"URL".into()).ok()?;
    let url = function(&urls, "createObjectURL")?.call1(&urls, &blob).ok()?;
    let link = document().create_element("a").ok()?;
    link.set_attribute("href", &url.as_string()?).ok()?;
    link.set_attribute("download", name).ok()?;
    function(&link, "click")?.apply(&link, &Array::new()).ok()?;
    // The browser has begun to read it by then.
    let forget = move || {
        let _ = function(&urls, "revokeObjectURL").and_then(|forget| forget.call1(&urls, &url).ok());
    };
    set_timeout(forget, std::time::Duration::from_secs(30));
    Some(())
}

#[cfg(test)]
mod tests;
