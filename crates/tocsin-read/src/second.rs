//! A second article behind the first, as pages that scroll on and careless copies have it.
//!
//! Precision first: a long article with crossheads must never be cut, so several signs must agree. A new title alone says
//! nothing; with a byline, a date or a date line of its own, an end of the text before it, and hardly a name or word in
//! common with that text, it begins another article.

use crate::cohesion::{Bond, Vocabulary};
use crate::live;
use crate::phrases::{self, Role};
use crate::piece::Piece;
use crate::words;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;
use tocsin_record::BlockKind;

/// No more beginnings than this are weighed, so that the work stays in proportion to the text.
const MOST_BEGINNINGS: usize = 24;
/// Both articles have at least so much running text (code points), in so many blocks.
const LEAST: usize = 300;
const LEAST_BLOCKS: usize = 2;
/// Text that is so many times longer than what stands before it is the article itself, below a menu or other teasers.
const MAIN: usize = 3;
/// Lines between a title and its text: without buttons and pictures, and with them.
const FURNITURE: usize = 9;
const MOST_LINES: usize = 60;

/// No date line is longer (bytes).
const LONGEST_DATELINE: usize = 90;

/// "KYIV, Jan 3 (Reuters) - ", "WASHINGTON (AP) — ", "Geneva, 3 January —".
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    let (letter, capital) = (words::LETTER, words::CAPITAL);
    let place = format!(r"[{capital}][{letter}.'’-]+(?: [{capital}][{letter}.'’-]+){{0,3}}");
    let day = format!(
        r"(?:[{capital}][{letter}]{{2,8}}\.? [0-9]{{1,2}}|[0-9]{{1,2}}\.? [{letter}]{{2,9}}\.?)(?:,? [0-9]{{4}})?"
    );
    let agency = format!(r"\([{letter}. ]{{2,20}}\)");
    let text = format!(
        r"^(?:{place}(?:[,/] ?{place})?,? )?(?:{day},? )?{agency} ?(?:[-–—:]+ ?)|^[{capital}][{capital} .'’-]{{2,}}(?:, {place})?(?:, {day})?,? ?[–—]+ ?[{capital}]"
    );
    Regex::new(&text).expect("a fixed pattern")
});

fn has_dateline(text: &str) -> bool {
    DATELINE.is_match(&text[..words::floor(text, LONGEST_DATELINE)])
}

/// The number of the first piece of a second article, if there is one. Everything from there on is none of the first.
pub(crate) fn cut(pieces: &[Piece], title: Option<&str>) -> Option<usize> {
    let running: Vec<bool> = pieces.iter().map(Piece::is_running).collect();
    let first = running.iter().position(|&r| r)?;
    let mut in_entry = vec![false; pieces.len()];
    for entry in live::find(pieces) {
        in_entry[entry.from..entry.to].fill(true);
    }
    let own_key = title.map(words::key).filter(|key| !key.is_empty());
    let mut weighed = 0;
    let mut at = first + 1;
    let mut length_before = pieces[first].length;
    let mut blocks_before = 1;
    while at < pieces.len() {
        if running[at] {
            length_before += pieces[at].length;
            blocks_before += 1;
        }
        let begins = blocks_before >= LEAST_BLOCKS
            && length_before >= LEAST
            && is_title(&pieces[at])
            && !in_entry[at]
            && own_key.as_ref().is_none_or(|key| *key != words::key(pieces[at].text));
        if begins
            && weighed < MOST_BEGINNINGS
            && let Some(head) = Head::read(pieces, &running, at)
        {
            weighed += 1;
            if head.begins_another(pieces, &running, first) {
                return Some(head.from);
            }
        }
        at += 1;
    }
    None
}

/// A line that can be a title.
fn is_title(piece: &Piece) -> bool {
    (piece.is_label() || piece.kind == BlockKind::Headline || matches!(piece.level, 1 | 2) && piece.length < 200)
        && (4..=30).contains(&piece.words())
        && piece.length >= 20
}

/// A possible beginning: its lines, and what speaks for it.
struct Head {
    /// Its first line.
    from: usize,
    /// The first running text below it.
    text: usize,
    byline: bool,
    date: bool,
    dateline: bool,
    /// Whether something above it ends the text before.
    ended: bool,
}

impl Head {
    fn read(pieces: &[Piece], running: &[bool], title: usize) -> Option<Head> {
        let text = Head::text_below(pieces, running, title)?;
        let last_before = running[..title].iter().rposition(|&r| r)?;
        let furniture = &pieces[title + 1..text];
        let above = last_before + 1..title;
        // Only lines between the text and the title, and the last of the text itself, can end it.
        let ended = pieces[above.clone()].iter().any(|p| {
            p.has_role(Role::End)
                || p.has_role(Role::List)
                || p.has_role(Role::Writer)
                || phrases::at_edge(p.text).is_some()
        }) || phrases::at_edge(pieces[last_before].text).is_some();
        let from = begin(pieces, above.clone(), title);
        // Kickers, bylines and dates may stand above the title as well.
        let near = || furniture.iter().chain(&pieces[from..title]);
        let head = Head {
            from,
            text,
            byline: near().any(|p| p.has_role(Role::Writer)),
            date: near().any(|p| {
                p.has_role(Role::Stamp) || p.has_role(Role::Writer) && p.text.contains(|c: char| c.is_ascii_digit())
            }),
            dateline: has_dateline(pieces[text].text),
            ended,
        };
        (head.byline || head.date || head.dateline).then_some(head)
    }

    /// The first running text below a title, with no more than its furniture in between. Buttons and pictures count
    /// little: there may be many.
    fn text_below(pieces: &[Piece], running: &[bool], title: usize) -> Option<usize> {
        let mut lines = 0;
        for n in title + 1..pieces.len().min(title + MOST_LINES) {
            if running[n] && !is_summary(pieces, running, n) {
                return Some(n);
            }
            lines += usize::from(!matches!(pieces[n].kind, BlockKind::Promo | BlockKind::Caption));
            if lines > FURNITURE {
                return None;
            }
        }
        None
    }

    fn begins_another(&self, pieces: &[Piece], running: &[bool], first: usize) -> bool {
        let after = || (self.text..pieces.len()).filter(|&n| running[n]);
        let length: usize = after().map(|n| pieces[n].length).sum();
        if after().count() < LEAST_BLOCKS || length < LEAST {
            return false;
        }
        let length_before: usize = (first..self.from).filter(|&n| running[n]).map(|n| pieces[n].length).sum();
        let has_head = pieces[..first].iter().any(|p| p.kind == BlockKind::Headline)
            && pieces[..first].iter().any(|p| p.has_role(Role::Writer) || p.has_role(Role::Stamp));
        if length > MAIN * length_before && !has_head || !is_read_on(&pieces[first..self.from]) {
            return false;
        }
        let own = self.byline && self.date || (self.byline || self.date) && self.dateline;
        if own && self.ended {
            return true;
        }
        let before = Vocabulary::of((first..self.from).filter(|&n| running[n]).map(|n| pieces[n].text));
        let behind = Vocabulary::of(after().take(12).map(|n| pieces[n].text));
        match before.bond(&behind) {
            Bond::Apart => own || self.ended && (self.byline || self.date || self.dateline),
            Bond::Open | Bond::Close => false,
        }
    }
}

/// Whether paragraph follows paragraph, as in an article; summaries of others stand alone below their titles.
fn is_read_on(pieces: &[Piece]) -> bool {
    let mut before = false;
    let mut pairs = 0;
    for piece in pieces {
        let running = piece.is_running();
        pairs += usize::from(running && before);
        if running || piece.known.is_none() {
            before = running;
        }
    }
    pairs >= 1
}

/// A sentence below a title with a byline or date below itself is the summary, not the text.
fn is_summary(pieces: &[Piece], running: &[bool], at: usize) -> bool {
    pieces[at].length <= 300
        && pieces[at + 1..]
            .iter()
            .zip(&running[at + 1..])
            .take(4)
            .take_while(|(_, running)| !**running)
            .any(|(p, _)| p.has_role(Role::Writer) || p.has_role(Role::Stamp))
}

/// Where the lines that belong to a title begin: section labels and dates right above it.
fn begin(pieces: &[Piece], above: Range<usize>, title: usize) -> usize {
    let mut from = title;
    while from > above.start && title - from < 3 {
        let piece = &pieces[from - 1];
        let label = piece.is_label() && piece.words() <= 4 && !piece.is_like_name();
        if !(label || piece.has_role(Role::Stamp)) {
            break;
        }
        from -= 1;
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;
    use BlockKind::{Credit, Heading, Paragraph};

    const PORT: [&str; 3] = [
        "The port of Halmar was closed on Monday after a drone hit the tanker Aurora at its berth, the harbour master Tomas Berg said.",
        "Officials in Vestria blamed the Northern Front, which has attacked tankers in the strait before, and called the envoy of Norland to the ministry.",
        "Lena Holt, the captain of the Aurora, was wounded, and the owners in Halmar said that the tanker would stay where it is.",
    ];
    const CUP: [&str; 3] = [
        "The goalkeeper Jorge Pinto saved two penalties as Estrela beat Sporting Lagoa in the quarter-final of the national trophy on Sunday evening.",
        "Coach Marta Reis praised her youngsters, who had trained in Braga for weeks, and said that the midfielder Paulo Nunes would be ready again.",
        "Supporters of Lagoa whistled at their own defenders, and the president of the club, Rui Matos, left the stadium before the whistle.",
    ];

    fn cut_at(lines: &[(BlockKind, &str, u8)]) -> Option<usize> {
        let pieces: Vec<Piece> = lines.iter().map(|(kind, text, level)| Piece::new(*kind, text, *level)).collect();
        cut(&pieces, Some("Port of Halmar closed after drone hits tanker"))
    }

    fn article<'a>(title: &'a str, level: u8, head: &[&'a str], text: [&'a str; 3]) -> Vec<(BlockKind, &'a str, u8)> {
        let mut lines = vec![(Heading, title, level)];
        lines.extend(head.iter().map(|line| (Credit, *line, 0)));
        lines.extend(text.map(|paragraph| (Paragraph, paragraph, 0)));
        lines
    }

    #[test]
    fn another_subject_with_its_own_head_is_another_article() {
        let first =
            article("Port of Halmar closed after drone hits tanker", 1, &["By Jane Doe", "3 January 2026"], PORT);
        let title = "Goalkeeper saves two penalties as Estrela goes through";
        let heads: [&[&str]; 3] =
            [&["By John Roe", "4 January 2026"], &["John Roe - Jan 4, 2026, 10:31 pm CST"], &["By John Roe"]];
        for head in heads {
            let both = [first.clone(), article(title, 1, head, CUP)].concat();
            // A name alone is too little without a sign that the first article was over.
            let wanted = (head.len() > 1 || head[0].contains("2026")).then_some(first.len());
            assert_eq!(cut_at(&both), wanted, "{head:?}");
        }
        let ended = [first.clone(), vec![(Credit, "(Reporting by Jane Doe; editing by John Roe)", 0)]].concat();
        let both = [ended.clone(), article(title, 2, &["By John Roe"], CUP)].concat();
        assert_eq!(cut_at(&both), Some(ended.len()));
    }

    #[test]
    fn one_article_stays_one() {
        let first =
            article("Port of Halmar closed after drone hits tanker", 1, &["By Jane Doe", "3 January 2026"], PORT);
        // A crosshead, whatever its subject; a crosshead with a name or a date in an account of the same affair.
        let heads: [(&[&str], [&str; 3]); 3] = [(&[], CUP), (&["By John Roe"], PORT), (&["4 January 2026"], PORT)];
        for (head, text) in heads {
            let both = [first.clone(), article("What the insurers of the ship have to say", 2, head, text)].concat();
            assert_eq!(cut_at(&both), None, "{head:?}");
        }
    }

    #[test]
    fn a_date_line_names_place_and_agency() {
        for line in [
            "KYIV, Jan 3 (Reuters) - Russia",
            "WASHINGTON (AP) — The",
            "(Reuters) — The",
            "GENEVA, 3 January — Talks",
            "MADRID — Rafael",
        ] {
            assert!(has_dateline(line), "{line}");
        }
        for line in ["The minister (62) said", "In Kyiv — as elsewhere — shops closed", "NATO said"] {
            assert!(!has_dateline(line), "{line}");
        }
    }
}
