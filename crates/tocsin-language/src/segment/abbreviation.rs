//! Words that are written with a full stop, and how far the stop may also end a sentence.

/// What a full stop after a known short form says about the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The sentence goes on ("Mr.", "Gen.", "vs."): what follows belongs to it.
    Never,
    /// The sentence goes on if a number follows ("No. 5", "Jan. 6"); otherwise as for [`Stop::Maybe`].
    BeforeNumber,
    /// The form also stands at the end of sentences ("U.S.", "a.m.", "Inc."): the next word decides.
    Maybe,
}

/// Titles and connecting short forms, lower-cased, without their stop.
const NEVER: &[&str] = &[
    "adj", "adm", "amb", "ald", "approx", "asst", "atty", "brig", "capt", "cf", "cmdr", "col", "comdr", "cpl", "cpt",
    "det", "dr", "e.g", "ft", "gen", "gens", "gov", "govs", "hon", "i.e", "insp", "lt", "maj", "messrs", "mlle", "mme",
    "mr", "mrs", "ms", "mt", "mx", "ofc", "pfc", "pres", "prof", "profs", "pvt", "rep", "reps", "rev", "sen", "sens",
    "sgt", "spc", "st", "ste", "supt", "ssgt", "viz", "vs", "v", "rt", "sec", "treas", "eng",
];

/// Short forms that go before a number, and months.
const BEFORE_NUMBER: &[&str] = &[
    "no", "nos", "art", "arts", "vol", "vols", "fig", "figs", "ch", "pp", "para", "secs", "jan", "feb", "mar", "apr",
    "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "pub", "stat", "ed", "cl", "reg", "exec", "op", "nr", "p",
];

/// Short forms that end sentences as well.
const MAYBE: &[&str] = &[
    "inc", "corp", "co", "cos", "ltd", "llc", "plc", "jr", "sr", "etc", "esq", "bros", "dept", "univ", "assn", "ave",
    "blvd", "rd", "hwy", "pkwy", "sq", "mfg", "intl", "natl", "govt", "est", "ala", "ariz", "ark", "calif", "colo",
    "conn", "del", "fla", "ga", "ill", "ind", "kan", "ky", "md", "mich", "minn", "miss", "mo", "mont", "neb", "nev",
    "okla", "ont", "ore", "pa", "penn", "tenn", "tex", "va", "vt", "wash", "wis", "wyo", "mass", "que", "al", "tel",
    "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "lb", "lbs", "oz", "mi", "km", "hr", "hrs", "yr",
    "yrs", "ph.d", "u.s.c", "c.f.r", "rs", "ext", "incl", "misc", "min", "avg", "temp", "w", "dist", "div", "sat",
];

/// Those of the lists that are plain words as well: their stop belongs to them only where the next word or number shows it.
const ALSO_WORDS: &[&str] = &[
    "no", "nos", "art", "arts", "fig", "figs", "mar", "pub", "ed", "miss", "mass", "ill", "ind", "wash", "mon", "wed",
    "sat", "sun", "min", "temp", "del", "ga", "pa", "ma", "conn", "st", "ft", "rep", "reps", "gen", "col", "mt", "det",
    "adj", "eng", "pres", "para", "op", "ext", "est", "v", "p", "w", "sec", "secs", "co", "al", "ore", "stat", "reg",
    "cl", "ch", "rd", "sq", "tel", "mo", "mi", "md", "rs", "hon", "rt", "dist", "div",
];

/// What is known of `word`, a form without its last stop. Case does not matter, save that a form in lower case which
/// is also a plain word ("no", "miss") counts only where `before_number` says that a number follows.
pub(super) fn stop_of(word: &str, before_number: bool) -> Option<Stop> {
    if word.is_empty() || word.len() > 12 {
        return None;
    }
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    let lower = word.to_lowercase();
    let low = lower.as_str();
    let kind = if NEVER.contains(&low) {
        Stop::Never
    } else if BEFORE_NUMBER.contains(&low) {
        Stop::BeforeNumber
    } else if MAYBE.contains(&low) {
        Stop::Maybe
    } else {
        return None;
    };
    if ALSO_WORDS.contains(&low) && !before_number {
        let upper_word = word.len() > 2 && word.chars().all(char::is_uppercase);
        if !capital || upper_word || matches!(kind, Stop::BeforeNumber) && !matches!(low, "mar") {
            return None;
        }
    }
    Some(kind)
}

/// Words that begin a sentence when they are capitalised after a short form such as "U.S.".
const STARTERS: &[&str] = &[
    "the",
    "a",
    "an",
    "this",
    "that",
    "these",
    "those",
    "he",
    "she",
    "it",
    "they",
    "we",
    "you",
    "i",
    "his",
    "her",
    "its",
    "their",
    "our",
    "my",
    "your",
    "there",
    "here",
    "in",
    "on",
    "at",
    "for",
    "from",
    "with",
    "by",
    "as",
    "to",
    "of",
    "but",
    "and",
    "or",
    "if",
    "when",
    "while",
    "since",
    "because",
    "although",
    "though",
    "after",
    "before",
    "during",
    "under",
    "however",
    "meanwhile",
    "also",
    "then",
    "now",
    "no",
    "not",
    "nor",
    "what",
    "who",
    "how",
    "why",
    "where",
    "which",
    "both",
    "all",
    "many",
    "most",
    "some",
    "several",
    "one",
    "two",
    "three",
    "each",
    "every",
    "such",
    "yet",
    "so",
    "despite",
    "according",
    "earlier",
    "later",
    "last",
    "today",
    "only",
    "once",
    "until",
    "another",
    "other",
    "others",
    "about",
    "more",
    "over",
    "through",
    "without",
    "among",
    "between",
    "instead",
    "still",
    "officials",
    "president",
    "police",
    "asked",
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "had",
    "will",
    "would",
    "can",
    "could",
    "should",
    "do",
    "does",
    "did",
    "let",
    "it's",
    "we're",
    "i'm",
    "he's",
    "they're",
    "thank",
    "additionally",
    "finally",
    "first",
    "second",
    "moreover",
    "therefore",
    "thus",
    "whereas",
    "unless",
    "its",
    "any",
    "even",
    "just",
    "like",
    "nothing",
];

/// Whether a capitalised `word` is one that begins sentences rather than goes on with a name.
pub(super) fn is_starter(word: &str) -> bool {
    word.len() <= 12 && STARTERS.contains(&word.to_lowercase().as_str())
}
