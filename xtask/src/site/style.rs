//! The style sheets: joined in their layers' order, without comments and indentation.

use std::{fs, path::Path};

use anyhow::{Context, Result};

/// The parts and pages that a first visit shows. The styles of all others come with the first of them that is
/// opened.
pub(super) const FIRST: [&str; 12] = [
    "badge",
    "button",
    "choice",
    "containers",
    "empty",
    "icon",
    "input",
    "notice",
    "search",
    "shell",
    "skeleton",
    "table",
];

/// `app.css` of the first visit, `later.css` of the rest, and `login.css` alone.
pub(super) fn sheets(folder: &Path) -> Result<Vec<(String, String)>> {
    let read =
        |path: &Path| fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()));
    let (mut first, mut later) = (String::new(), String::new());
    for name in ["tokens.css", "base.css"] {
        first.push_str(&read(&folder.join(name))?);
    }
    for layer in ["ui", "pages"] {
        let mut files: Vec<_> =
            fs::read_dir(folder.join(layer))?.flatten().map(|entry| entry.path()).collect();
        files.retain(|path| path.extension().is_some_and(|kind| kind == "css"));
        files.sort();
        for file in files {
            let is_first = file.file_stem().is_some_and(|stem| FIRST.iter().any(|first| stem == *first));
            if is_first { &mut first } else { &mut later }.push_str(&read(&file)?);
        }
    }
    let mut sheets = vec![("app.css".to_owned(), minify(&first)), ("later.css".to_owned(), minify(&later))];
    let login = folder.join("login.css");
    if login.exists() {
        sheets.push(("login.css".to_owned(), minify(&read(&login)?)));
    }
    Ok(sheets)
}

/// Leaves out comments, and white space where it means nothing. Quoted texts stay as they are.
pub(super) fn minify(css: &str) -> String {
    let mut small = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(next) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else if next == '"' || next == '\'' {
            let end = end_of_text(rest, next);
            small.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if next.is_whitespace() {
            rest = rest.trim_start();
            let means_something =
                !small.ends_with(['{', '}', ';', ':', ',', ' ']) && !rest.starts_with(['{', '}', ';', ',']);
            if means_something && !small.is_empty() && !rest.is_empty() {
                small.push(' ');
            }
        } else {
            if next == '}' && small.ends_with(';') {
                small.pop();
            }
            small.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    small
}

/// Where a quoted text ends, its closing quote included.
fn end_of_text(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}
