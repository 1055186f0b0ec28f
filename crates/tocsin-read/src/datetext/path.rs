//! Days and months in the paths of addresses.

use super::tokens::{Kind, Reader, tokens};
use super::{Order, Style, plausible};
use jiff::civil::Date;

/// The day in an address's path: /2026/01/31/, /2026-01-31/, /20260131.
/// Day first (/31-01-2026) only where the order says so.
pub(crate) fn in_path(path: &str, order: Order) -> Option<Date> {
    let tokens = tokens(&path[..crate::words::floor(path, 2000)]);
    let kind = |at: usize| tokens.get(at).map(|t| t.kind);
    let reader = Reader { text: path, tokens: &tokens, style: Style::default() };
    let apart = |at: usize| matches!(kind(at), Some(Kind::Mark('/' | '-' | '_')));
    for at in 1..tokens.len() {
        if !apart(at - 1) {
            continue;
        }
        let Some(Kind::Number(value, digits)) = kind(at) else { continue };
        let ends = |at: usize| matches!(kind(at), None | Some(Kind::Mark('/' | '-' | '_' | '.')));
        let found = match digits {
            4 if (1990..=2099).contains(&value) => {
                if !apart(at + 1) {
                    continue;
                }
                let month = reader.small(at + 2).or_else(|| reader.month(at + 2));
                match (month, kind(at + 2)) {
                    // In "/2026/10/3-questions" the number begins the next part.
                    (Some(month), _)
                        if apart(at + 3)
                            && ends(at + 5)
                            && !(kind(at + 3) == Some(Kind::Mark('/'))
                                && matches!(kind(at + 5), Some(Kind::Mark('-' | '_')))) =>
                    {
                        reader.small(at + 4).and_then(|day| plausible(value as i16, month, day))
                    }
                    // /2026/0131/
                    (None, Some(Kind::Number(rest, 4))) if ends(at + 3) => {
                        plausible(value as i16, (rest / 100) as i8, (rest % 100) as i8)
                    }
                    _ => None,
                }
            }
            1 | 2 if order == Order::DayFirst && kind(at + 1) == Some(Kind::Mark('-')) && ends(at + 5) => {
                match (reader.small(at), kind(at + 3), reader.small(at + 2), reader.year(at + 4)) {
                    (Some(day), Some(Kind::Mark('-')), Some(month), Some(year)) => plausible(year, month, day),
                    _ => None,
                }
            }
            8 if ends(at + 1) => plausible((value / 10_000) as i16, (value / 100 % 100) as i8, (value % 100) as i8),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The month in an address's path (/2026/01/), by its first day.
pub(crate) fn month_in_path(path: &str) -> Option<Date> {
    let mut parts = path.split(['/', '-']).skip(1).peekable();
    while let Some(part) = parts.next() {
        if part.len() == 4
            && let Ok(year @ 1990..=2099) = part.parse::<i16>()
            && let Some(next) = parts.peek().filter(|n| n.len() == 2)
            && let Ok(month @ 1..=12) = next.parse::<i8>()
        {
            return plausible(year, month, 1);
        }
    }
    None
}
