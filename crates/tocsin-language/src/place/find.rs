//! Place names in the text: the longest names of the gazetteer, without those that name something else.

use super::table::{Kind, LONGEST, Table, empty_hash, hash_word};
use super::words::{WORDS, is_word};
use crate::number::lexer::{self, Atoms};
use crate::{Analysis, MentionKind, NameKind};
use std::collections::HashSet;
use std::ops::Range;

/// How much the words around a name speak for a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Context {
    /// Nothing does.
    Bare,
    /// A preposition that also stands before other things.
    Likely,
    /// A preposition of place, a region behind a comma, "the city of".
    Firm,
}

/// How much speaks against a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Doubt {
    /// Nothing does.
    None,
    /// The name is also a common word or a person's name, or part of a longer name.
    Some,
    /// It is a person's name, and stands where a person would.
    Strong,
}

/// A place name in the text.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub bytes: Range<usize>,
    /// Hash of the name.
    pub hash: u64,
    /// What it may be, as numbers into the table.
    pub candidates: Vec<u32>,
    pub context: Context,
    /// The division or country that stands behind it ("Paris, Texas").
    pub region: Option<u32>,
    /// Whether "province", "state" and the like follow.
    pub division: bool,
    /// How much speaks against a place.
    pub doubt: Doubt,
}

/// Below this many inhabitants a town is obscure.
const OBSCURE: f32 = 1e5;

/// No town but a capital ranks above this.
const CAPITALS: f32 = 1e7;

/// A run of atoms that is a name of the gazetteer.
struct Run {
    end: usize,
    hash: u64,
    candidates: Vec<u32>,
    words: usize,
}

/// Finds the place names of the text.
pub(super) fn find(analysis: &Analysis<'_>, table: &Table) -> Vec<Found> {
    let mut found = Vec::new();
    let mut people = HashSet::new();
    for sentence in &analysis.sentences {
        for stretch in lexer::stretches(analysis.text, sentence.bytes.clone()) {
            let atoms = Atoms::new(analysis.text, stretch);
            read(analysis, table, &atoms, &mut found, &mut people);
        }
    }
    // Who was called "Jordan Smith" is the "Jordan" of the rest.
    found.retain(|f| f.context == Context::Firm || !people.contains(&f.hash));
    found
}

fn read(analysis: &Analysis<'_>, table: &Table, atoms: &Atoms, found: &mut Vec<Found>, people: &mut HashSet<u64>) {
    let mut at = 0;
    while at < atoms.len() {
        let Some(run) = longest(table, atoms, at) else {
            if let Some((one, end)) = unlisted(analysis, table, atoms, at).or_else(|| shortened(table, atoms, at)) {
                found.push(one);
                at = end;
            } else if let Some(end) = county_end(atoms, at + 1).filter(|_| atoms.capital(at)) {
                found.extend(county(analysis, table, atoms, at, end));
                at = end;
            } else {
                at += 1;
            }
            continue;
        };
        if let Some(end) = county_end(atoms, run.end) {
            found.extend(county(analysis, table, atoms, at, end));
            at = end;
            continue;
        }
        let region = region_behind(table, atoms, run.end);
        let comma = at.checked_sub(1).filter(|&i| atoms.low(i) == "," || atoms.low(i) == "and");
        let last = found.last().map_or(0, |f| f.bytes.end);
        // "Atlanta, Savannah and Macon"
        let listed =
            comma.and_then(|i| i.checked_sub(1)).and_then(|i| atoms.get(i)).is_some_and(|a| a.bytes.end == last);
        match judge(analysis, table, atoms, at, &run, (region.is_some(), listed)) {
            Verdict::Place(context, doubt) => found.push(Found {
                bytes: atoms.bytes(at, run.end),
                hash: run.hash,
                context,
                region,
                division: WORDS.divisions.contains(atoms.low(run.end)),
                doubt,
                candidates: run.candidates,
            }),
            Verdict::Person => {
                people.insert(run.hash);
            }
            Verdict::Other => {}
        }
        at = run.end;
    }
}

/// The longest name of the gazetteer that begins at atom `at`.
fn longest(table: &Table, atoms: &Atoms, at: usize) -> Option<Run> {
    if !atoms.is(at, lexer::Kind::Word) {
        return None;
    }
    let direction = matches!(atoms.low(at), "eastern" | "western" | "northern" | "southern" | "central");
    if !atoms.capital(at) && !direction {
        return None;
    }
    let (mut hash, mut to, mut best) = (empty_hash(), at, None);
    for words in 1..=LONGEST {
        if !atoms.is(to, lexer::Kind::Word) && !atoms.is(to, lexer::Kind::Figure) {
            break;
        }
        hash = hash_word(hash, atoms.low(to));
        let mut end = to + 1;
        let capital = atoms.capital(to);
        if capital {
            let mut candidates: Vec<u32> = table.named(hash);
            candidates.retain(|&c| allowed(table, atoms, at, c, direction && !atoms.capital(at), words));
            if !candidates.is_empty() {
                // "U.S.", "D.C.": the last stop belongs to the name.
                let dotted = words > 1 && atoms.low(to).len() == 1 && atoms.before(to, 1) == ".";
                if dotted && atoms.low(end) == "." && atoms.glued(end) {
                    end += 1;
                }
                best = Some(Run { end, hash, candidates, words });
            }
        }
        // On to the next word: over a hyphen, an apostrophe or a stop inside a name.
        to += 1;
        match atoms.low(to) {
            "-" | "\u{2010}" | "\u{2011}" | "'" | "’" | "‘" | "ʻ" if atoms.glued(to) && atoms.glued(to + 1) => {
                to += 1
            }
            "." if atoms.glued(to) && atoms.low(to - 1).len() <= 2 => to += 1,
            "," if matches!(atoms.low(to + 1), "d" | "dc") => to += 1,
            _ => {}
        }
    }
    best
}

/// Whether the run of atoms, as it is written, may be this entry.
fn allowed(table: &Table, atoms: &Atoms, at: usize, entry: u32, lower: bool, words: usize) -> bool {
    let Some(entry) = table.entry(entry) else { return false };
    if lower {
        return words > 1 && matches!(entry.kind, Kind::Sea | Kind::Region);
    }
    if words > 1 || entry.kind == Kind::Country {
        return true;
    }
    if matches!(
        atoms.low(at),
        "north" | "south" | "east" | "west" | "northern" | "southern" | "eastern" | "western" | "central"
    ) {
        return false;
    }
    let length = atoms.low(at).chars().count();
    length > 3 || length == 3 && !atoms.shouting(at)
}

enum Verdict {
    Place(Context, Doubt),
    Person,
    Other,
}

/// Whether the words around a run let it be a place.
fn judge(
    analysis: &Analysis<'_>,
    table: &Table,
    atoms: &Atoms,
    at: usize,
    run: &Run,
    (region, listed): (bool, bool),
) -> Verdict {
    let words = &*WORDS;
    let word = atoms.low(at);
    let single = run.words == 1;
    let named = single && words.names.contains(word);
    let before = atoms.before(at, 1);
    let stop = before == "." && at >= 2 && atoms.glued(at - 1);
    let title = if stop { atoms.before(at, 2) } else { before };
    let kind_of = before == "of" && words.kinds.contains(atoms.before(at, 2));
    let county = county_end(atoms, run.end - 1).is_some() && !single;
    let firm = county
        || words.firmly_before.contains(before)
        || region
        || kind_of
        || words.divisions.contains(atoms.low(run.end));
    let context = if firm {
        Context::Firm
    } else if listed || words.before.contains(before) {
        Context::Likely
    } else {
        Context::Bare
    };
    let best = run.candidates.iter().filter_map(|&c| table.entry(c)).max_by(|a, b| a.weight.total_cmp(&b.weight));
    let Some(best) = best else { return Verdict::Other };
    let landmark = best.kind == Kind::Point;
    // A town that the rest of the world does not know: its name needs more than a capital letter.
    let obscure = single && best.weight < OBSCURE && matches!(best.kind, Kind::City | Kind::County);
    let common = single && (words.common.contains(word) || obscure && is_word(run.hash));
    let read = read_as(analysis, atoms.bytes(at, run.end));
    let context = if read == Some(true) { context.max(Context::Likely) } else { context };
    if covered(analysis, atoms.bytes(at, run.end), landmark && firm) {
        return Verdict::Other;
    }
    let country = best.kind == Kind::Country;
    let next_capital = atoms.capital(run.end) && atoms.is(run.end, lexer::Kind::Word) && !atoms.glued(run.end);
    let next = atoms.low(run.end);
    let prior_capital = at > 0 && atoms.capital(at - 1) && !atoms.glued(at);
    if obscure && read == Some(false) && !region {
        return Verdict::Person;
    }
    if words.titles.contains(title) && (stop || prior_capital) && !country && !words.kinds.contains(before) {
        return Verdict::Person;
    }
    if prior_capital && words.given.contains(before) && (named || !country) {
        return Verdict::Person;
    }
    if next_capital && words.organisations.contains(next) {
        return Verdict::Other;
    }
    // "Jordan Smith", though there is a town of Smith.
    let known_next = || {
        longest(table, atoms, run.end).is_some_and(|next| next.candidates.iter().any(|&c| weight(table, c) >= OBSCURE))
    };
    if next_capital && named && !words.kinds.contains(next) && !known_next() {
        return Verdict::Person;
    }
    // "Wilkes-Barre", not "London-based".
    let hyphened =
        atoms.hyphen(run.end) && atoms.glued(run.end) && atoms.glued(run.end + 1) && atoms.capital(run.end + 1);
    if hyphened && single && !country && best.weight < 1e6 {
        return Verdict::Other;
    }
    let loose = !words.kinds.contains(before)
        && !words.titles.contains(before)
        && !words.firmly_before.contains(before)
        && !words.before.contains(before);
    if prior_capital && at > 1 && loose && single && (named || best.kind == Kind::City && best.weight < 1e6) {
        return if named || obscure { Verdict::Person } else { Verdict::Other };
    }
    // "Austin agreed": a capital may agree, another town of a person's name does not.
    if named && single && !firm && !country && best.weight < CAPITALS && words.speaking.contains(next) {
        return Verdict::Person;
    }
    // "Paris Hilton", "Lincoln said".
    let owns = next_capital && !words.kinds.contains(next) && !words.institutions.contains(next);
    if obscure && read != Some(true) && !region && context < Context::Firm {
        if words.speaking.contains(next) || next_capital && owns && atoms.low(run.end + 1) != "," {
            return Verdict::Person;
        }
        if owns {
            return Verdict::Other;
        }
    }
    // Small towns and divisions of such a name need their region: "Union, New Jersey".
    if common && !region && (best.weight < 1e5 || best.kind == Kind::Division) {
        return Verdict::Other;
    }
    if common && (!firm || at == 0 || atoms.low(run.end) == "-") {
        return Verdict::Other;
    }
    // "Tyler Junior College": a small town only where the document is about its surroundings.
    let small = next_capital && !firm && best.weight < 1e5 && !words.kinds.contains(next);
    let doubt = match context {
        Context::Bare if named => Doubt::Strong,
        _ if common || named || small => Doubt::Some,
        _ => Doubt::None,
    };
    Verdict::Place(context, doubt)
}

/// Whether the encoder, where it read the sentence, takes these bytes for a place (`Some(true)`) or for the name of a person
/// (`Some(false)`).
fn read_as(analysis: &Analysis<'_>, bytes: Range<usize>) -> Option<bool> {
    let at = analysis.tokens.partition_point(|t| t.bytes.end <= bytes.start);
    let name = analysis.name_at(at)?;
    match name.kind {
        NameKind::Country | NameKind::Location => Some(true),
        NameKind::Person | NameKind::Politician => Some(false),
        _ => None,
    }
}

/// Whether a name of a person, organisation or group lies over these bytes, so that they name no place. A landmark may lie
/// in a known organisation, and a place at the head of an unlisted one or behind a small word in it is one ("the Houston
/// Police Department", "the University of Texas").
fn covered(analysis: &Analysis<'_>, bytes: Range<usize>, landmark: bool) -> bool {
    let bytes_of = |m: &crate::Mention| {
        let (first, last) =
            (analysis.tokens.get(m.tokens.start), m.tokens.end.checked_sub(1).and_then(|t| analysis.tokens.get(t)));
        first.zip(last).map_or(0..0, |(a, b)| a.bytes.start..b.bytes.end)
    };
    let from = analysis.mentions.partition_point(|m| bytes_of(m).end <= bytes.start);
    analysis.mentions[from..].iter().map(|m| (m.kind, bytes_of(m))).take_while(|(_, over)| over.start < bytes.end).any(
        |(kind, over)| match kind {
            MentionKind::Person | MentionKind::Group | MentionKind::Demonym => true,
            MentionKind::Organisation => !landmark,
            MentionKind::Unlisted => {
                let before = analysis.text.get(over.start..bytes.start).unwrap_or("");
                let word = before.split_whitespace().next_back();
                let head = word.is_none_or(|w| matches!(w, "of" | "in" | "for" | "the" | "The" | "at"));
                !head || over.len() <= bytes.len()
            }
            MentionKind::Country | MentionKind::Capital => false,
        },
    )
}

fn weight(table: &Table, entry: u32) -> f32 {
    table.entry(entry).map_or(0.0, |e| e.weight)
}

fn is(table: &Table, entry: u32, kind: Kind) -> bool {
    table.entry(entry).is_some_and(|e| e.kind == kind)
}

/// The division or country that stands behind a comma at `end`.
fn region_behind(table: &Table, atoms: &Atoms, end: usize) -> Option<u32> {
    if atoms.low(end) != "," {
        return None;
    }
    let at = end + 1;
    if let Some(run) = longest(table, atoms, at) {
        // "Atlanta, Savannah and Macon" is a list, though Savannah is also a region of Ghana.
        let heaviest = run.candidates.iter().copied().max_by(|&a, &b| weight(table, a).total_cmp(&weight(table, b)));
        let region = heaviest.filter(|&c| {
            let name_of_city = run.candidates.iter().any(|&c| is(table, c, Kind::City));
            is(table, c, Kind::Country) || is(table, c, Kind::Division) && (!name_of_city || weight(table, c) > 1e6)
        });
        if region.is_some() {
            return region;
        }
    }
    abbreviation(table, atoms, at)
}

/// One past the last atom of "County" or "Parish" at `at`, if it stands there.
fn county_end(atoms: &Atoms, at: usize) -> Option<usize> {
    let stands = matches!(atoms.low(at), "county" | "parish") && atoms.capital(at) && !atoms.glued(at);
    stands.then_some(at + 1)
}

/// A county of the United States, from the first word of its name at `at` to `end`: which is not known, only the division
/// that it lies in, where the text tells.
fn county(analysis: &Analysis<'_>, table: &Table, atoms: &Atoms, at: usize, end: usize) -> Option<Found> {
    if atoms.low(at) == "the" {
        return None;
    }
    let region = region_behind(table, atoms, end);
    let hash = (at..end).fold(empty_hash(), |h, i| hash_word(h, atoms.low(i)));
    let bytes = atoms.bytes(at, end);
    // "Harris County Sheriff's Office" is no place, "in Harris County" is one.
    (!covered(analysis, bytes.clone(), false)).then(|| Found {
        bytes,
        hash,
        candidates: Vec::new(),
        context: Context::Likely,
        region,
        division: false,
        doubt: Doubt::None,
    })
}

/// A division by its abbreviation behind a comma: "Austin, Tex."
fn shortened(table: &Table, atoms: &Atoms, at: usize) -> Option<(Found, usize)> {
    if atoms.before(at, 1) != "," || !at.checked_sub(2).is_some_and(|i| atoms.is(i, lexer::Kind::Word)) {
        return None;
    }
    let division = abbreviation(table, atoms, at).filter(|_| atoms.capital(at - 2) && !atoms.hyphen(at + 1))?;
    let mut end = at + 1;
    while atoms.glued(end) && (atoms.low(end) == "." || atoms.is(end, lexer::Kind::Word)) && end < at + 4 {
        end += 1;
    }
    let name = table.entry(division).map_or("", |e| e.name);
    let found = Found {
        bytes: atoms.bytes(at, end),
        hash: hash_word(super::table::hash_name(name), "abbreviated"),
        candidates: vec![division],
        context: Context::Firm,
        region: None,
        division: false,
        doubt: Doubt::None,
    };
    Some((found, end))
}

/// The division that an abbreviation at `at` stands for: "Tex.", "N.Y.", "TX".
fn abbreviation(table: &Table, atoms: &Atoms, at: usize) -> Option<u32> {
    if !atoms.capital(at) {
        return None;
    }
    let (first, second) = (atoms.low(at), atoms.low(at + 2));
    let two = atoms.low(at + 1) == "." && atoms.glued(at + 2) && atoms.is(at + 2, lexer::Kind::Word);
    let code = if two {
        WORDS.abbreviations.get(&format!("{first} {second}")).cloned()
    } else {
        let dotted = atoms.low(at + 1) == ".";
        let postal = (first.len() == 2 && atoms.shouting(at)).then(|| format!("US-{}", first.to_ascii_uppercase()));
        WORDS.abbreviations.get(first).filter(|_| dotted || first.len() > 3).cloned().or(postal)
    }?;
    table.division_number(&code)
}

/// A place that the gazetteer does not know, before a region that it does ("in Midlothian, Texas"): the name alone, with
/// the region's place.
fn unlisted(analysis: &Analysis<'_>, table: &Table, atoms: &Atoms, at: usize) -> Option<(Found, usize)> {
    let place = matches!(atoms.before(at, 1), "in" | "at" | "near" | "from" | "outside" | "of");
    if !place || !atoms.capital(at) {
        return None;
    }
    let mut end = at;
    while end < at + 3 && atoms.capital(end) && atoms.is(end, lexer::Kind::Word) {
        end += 1;
    }
    let region = region_behind(table, atoms, end)?;
    if covered(analysis, atoms.bytes(at, end), false) {
        return None;
    }
    let hash = (at..end).fold(empty_hash(), |h, i| hash_word(h, atoms.low(i)));
    let found = Found {
        bytes: atoms.bytes(at, end),
        hash,
        candidates: Vec::new(),
        context: Context::Firm,
        region: Some(region),
        division: false,
        doubt: Doubt::None,
    };
    Some((found, end))
}
