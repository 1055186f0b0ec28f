//! Tables for people. Text from outside is shown without anything that could steer a terminal.

use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// One row: its cells, and a text that stands below them.
pub struct Row {
    /// One a column.
    pub cells: Vec<String>,
    /// Below the cells.
    pub below: String,
}

/// How far the text below a row is moved in.
const INDENT: usize = 4;

/// The text on one line, without control and formatting characters (escape sequences, marks that turn the direction of
/// writing).
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let is_mark =
            matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
        if c.is_whitespace() || c.is_control() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_mark {
            out.push(c);
        }
    }
    out
}

/// The text cut to `width` columns, with an ellipsis where it was cut.
pub fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// Columns of the terminal on standard output; `None` when it is none.
pub fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0).max(40))
}

/// Writes a header and rows, every column as wide as its widest cell; lines are cut to `width` columns if one is given.
///
/// # Errors
/// When `out` fails.
pub fn write(out: &mut impl Write, header: &[&str], rows: &[Row], width: Option<usize>) -> io::Result<()> {
    let mut widths: Vec<usize> = header.iter().map(|name| name.width()).collect();
    for row in rows {
        for (widest, cell) in widths.iter_mut().zip(&row.cells) {
            *widest = (*widest).max(cell.width());
        }
    }
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut line = String::new();
        for (cell, &width) in cells.zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width + 2 - cell.width()));
        }
        let line = line.trim_end();
        width.map_or_else(|| line.to_owned(), |width| cut(line, width))
    };
    writeln!(out, "{}", line(&mut header.iter().copied()))?;
    for row in rows {
        writeln!(out, "{}", line(&mut row.cells.iter().map(String::as_str)))?;
        let room = width.map_or(usize::MAX, |width| width - INDENT);
        writeln!(out, "{:INDENT$}{}", "", cut(&row.below, room))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_taken_out() {
        assert_eq!(plain("a\u{1b}[31mred\n\tb\u{202e}c"), "a [31mred bc");
    }

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(cut("北京北京", 8), "北京北京");
        assert_eq!(cut("北京北京", 6), "北京…");
        assert_eq!(cut("abc", 2), "a…");
    }

    #[test]
    fn columns_line_up() {
        let row = |cell: &str| Row { cells: vec![cell.into(), "x".into()], below: "said so".into() };
        let mut out = Vec::new();
        write(&mut out, &["NAME", "B"], &[row("北京"), row("Roe & Co")], None).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text, "NAME      B\n北京      x\n    said so\nRoe & Co  x\n    said so\n");
    }
}
