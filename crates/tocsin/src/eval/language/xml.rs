//! Gold files in XML.

use crate::failure::Failure;
use roxmltree::{Document, Node, ParsingOptions};
use std::path::Path;

/// Most elements, texts and attributes of a file.
const MOST_NODES: u32 = 20_000_000;

/// The file as characters.
///
/// # Errors
/// When it is not UTF-8.
pub fn text<'b>(path: &Path, name: &str, bytes: &'b [u8]) -> Result<&'b str, Failure> {
    std::str::from_utf8(bytes).map_err(|error| broken(path, name, format!("is not UTF-8 ({error})")))
}

/// The tree of a file.
///
/// # Errors
/// When it is no XML.
pub fn tree<'t>(path: &Path, name: &str, text: &'t str) -> Result<Document<'t>, Failure> {
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| broken(path, name, format!("is no XML ({error})")))
}

/// A failure of the file `name` in `path`.
pub fn broken(path: &Path, name: &str, reason: impl std::fmt::Display) -> Failure {
    let place = if path.ends_with(name) { path.display().to_string() } else { format!("{}#{name}", path.display()) };
    Failure::new(place, reason, "see `--help` for the formats of the gold")
}

/// The text of the first child called `name`.
pub fn child<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.children().find(|child| child.has_tag_name(name)).map(|child| child.text().unwrap_or(""))
}
