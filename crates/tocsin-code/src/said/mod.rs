//! Who says what: statements, and the voice in which a row is told.

mod complement;
mod quote;
mod source;
mod verb;

use crate::clause::Clause;
use crate::knowledge;
use crate::status::classes;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use tocsin_language::{Analyser, Analysis};
use tocsin_record::{Party, VoiceLink};

/// The words of `knowledge/speech`.
#[derive(Debug)]
pub struct SpeechWords(BTreeMap<String, BTreeSet<String>>);

impl SpeechWords {
    /// Reads the words built into the program.
    ///
    /// # Errors
    /// Names the file and what is wrong with it.
    pub fn built_in() -> Result<Self, String> {
        let found = SpeechWords(classes("speech", knowledge::SPEECH)?);
        let needed = [
            "say",
            "plain",
            "object",
            "urging",
            "informing",
            "noun",
            "according",
            "anonymous",
            "venue",
            "predictive",
            "predictive_auxiliary",
            "expecting",
            "estimating",
            "foreseen",
            "planning",
            "instrument",
            "unforetold",
        ];
        for class in needed {
            if !found.0.contains_key(class) {
                return Err(format!("knowledge/speech: the class `{class}` is missing"));
            }
        }
        Ok(found)
    }

    /// Whether a lemma is in a class.
    pub fn is(&self, class: &str, lemma: &str) -> bool {
        self.0.get(class).is_some_and(|words| words.contains(lemma))
    }
}

/// One statement, before it becomes a record.
#[derive(Debug, Clone)]
pub struct Said {
    /// The sentence it stands in.
    pub sentence: usize,
    /// Who says it; several speak together ("the two ministers").
    pub speakers: Vec<Party>,
    /// Whether no speaker is named.
    pub anonymous: bool,
    /// The token of the cue, where there is one.
    pub cue_token: Option<usize>,
    /// The cue's bytes.
    pub cue: Option<Range<usize>>,
    /// What is said, as bytes.
    pub content: Vec<Range<usize>>,
    /// In the speaker's own words.
    pub direct: bool,
    /// Whether it only carries on the statement before it, in a further sentence without a cue.
    pub continues: bool,
    /// What the sentences that carry it on hold, as bytes.
    pub further: Vec<Range<usize>>,
    /// To whom.
    pub addressee: Option<Party>,
    /// Where or through what.
    pub venue: Option<String>,
}

impl Said {
    /// Whether byte `at` lies in what is said.
    pub fn holds(&self, at: usize) -> bool {
        self.content.iter().any(|range| range.contains(&at))
    }

    fn length(&self) -> usize {
        self.content.iter().map(|r| r.end - r.start).sum()
    }
}

/// Finds the statements of the parsed sentences, in text order. A quotation that carries on over further sentences gives
/// one statement a sentence, so that each knows its voice; the first lists the others' words in `further`.
pub fn find(analyser: &Analyser, words: &SpeechWords, analysis: &Analysis<'_>) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    for sentence in 0..analysis.sentences.len() {
        let before = all.len();
        if let Some(clause) = Clause::new(analysis, sentence) {
            for node in 0..clause.len() {
                let said = verb::by_verb(analyser, words, &clause, node)
                    .or_else(|| verb::according_to(analyser, words, &clause, node))
                    .or_else(|| verb::by_noun(analyser, words, &clause, node));
                all.extend(said);
            }
        }
        // From the outside in: who says that another says comes first.
        all[before..].sort_by_key(|s| (std::cmp::Reverse(s.length()), s.cue.as_ref().map(|c| c.start)));
        if all.len() == before
            && let Some(said) = quote::labelled(analysis, sentence)
        {
            all.push(said);
        }
        if all.len() == before {
            if let Some(said) = quote::runs_on(analysis, sentence, &all) {
                all.push(said);
            }
        } else if let Some(at) = (before..all.len()).find(|&n| all[n].direct) {
            let mut before = before;
            let mut at = at;
            // What was taken for the speaker before is this one's, when one quotation holds both.
            let number = all[at].content.first().and_then(|c| quote::quotation_at(analysis, c.start + 1));
            while number.is_some()
                && before > 0
                && all[before - 1].continues
                && all[before - 1].content.iter().any(|c| quote::quotation_at(analysis, c.start + 1) == number)
            {
                all.remove(before - 1);
                before -= 1;
                at -= 1;
            }
            let mut earlier = earlier_sentences(analysis, &all, before, at);
            let count = earlier.len();
            // Kept in text order: what came before the cue stands before it.
            let tail = all.split_off(before);
            all.append(&mut earlier);
            all.extend(tail);
            let own: Vec<Range<usize>> = all[before..before + count].iter().flat_map(|s| s.content.clone()).collect();
            all[at + count].further.extend(own);
        }
    }
    gather(&mut all);
    all
}

/// How many sentences before the one with the cue a quotation may begin.
const BEFORE_CUE: usize = 8;

/// The sentences before a cue that belong to the same quotation ("A. B," she said.).
fn earlier_sentences(analysis: &Analysis<'_>, all: &[Said], before: usize, at: usize) -> Vec<Said> {
    let cue = &all[at];
    let Some(first) = cue.content.first() else { return Vec::new() };
    let Some(number) = quote::quotation_at(analysis, first.start + 1) else {
        return Vec::new();
    };
    let whole = &analysis.quotations[number];
    let mut found = Vec::new();
    for sentence in (0..cue.sentence).rev().take(BEFORE_CUE) {
        let bytes = &analysis.sentences[sentence].bytes;
        if bytes.end <= whole.start
            || all[..before].iter().rev().take(BEFORE_CUE).any(|s| s.sentence == sentence && !s.continues)
        {
            break;
        }
        let part = whole.start.max(bytes.start)..whole.end.min(bytes.end);
        found.push(quote::continued(cue, sentence, vec![quote::with_marks(analysis, part)]));
    }
    found.reverse();
    found
}

/// Gives every statement the words of the sentences that carry it on.
fn gather(all: &mut [Said]) {
    let mut last = None;
    for at in 0..all.len() {
        if !all[at].continues {
            last = Some(at);
        } else if let Some(last) =
            last.filter(|&l| all[l].speakers == all[at].speakers && all[l].sentence < all[at].sentence)
        {
            let content = all[at].content.clone();
            all[last].further.extend(content);
        }
    }
}

/// Trims white space and commas, takes the quotation marks along, and drops what is empty or holds the cue.
fn tidy(analysis: &Analysis<'_>, ranges: Vec<Range<usize>>, cue: &Range<usize>) -> Vec<Range<usize>> {
    const EDGE: &[char] = &[',', ' ', '\n', ';', ':', '—', '–', '-', '\u{a0}', '\t', '.', '>', '*'];
    let mut kept: Vec<Range<usize>> = ranges
        .into_iter()
        .filter_map(|r| {
            let text = &analysis.text[r.clone()];
            let trimmed = text.trim_start_matches(EDGE);
            let start = r.end - trimmed.len();
            let end = start + trimmed.trim_end_matches(EDGE).len();
            let Range { start, end } =
                if end > start { quote::with_marks(analysis, whole_quote(analysis, start..end)) } else { start..end };
            (end > start && !(start <= cue.start && cue.end <= end)).then_some(start..end)
        })
        .filter(|r| analysis.text[r.clone()].chars().any(char::is_alphanumeric))
        .collect();
    kept.sort_by_key(|r| (r.start, r.end));
    kept.dedup();
    kept
}

/// A range that ends just inside a quotation keeps the mark of punctuation that the quotation ends with.
fn whole_quote(analysis: &Analysis<'_>, range: Range<usize>) -> Range<usize> {
    let next = analysis.quotations.partition_point(|q| q.end < range.end);
    match analysis.quotations.get(next) {
        Some(q) if q.start < range.end && q.end - range.end <= 1 => range.start..q.end,
        _ => range,
    }
}

/// The chain of voices around the trigger at byte `at`, from the outside in; `own_cue` is the trigger's token, whose own
/// statement is no voice over it.
pub fn voice(said: &[Said], sentence: usize, at: usize, own_cue: usize) -> Vec<VoiceLink> {
    let mut around: Vec<&Said> = said
        .iter()
        .filter(|s| s.sentence == sentence && s.cue_token != Some(own_cue) && s.holds(at) && !s.speakers.is_empty())
        .collect();
    around.sort_by_key(|s| (std::cmp::Reverse(s.length()), s.cue_token));
    let mut chain: Vec<VoiceLink> = Vec::new();
    for s in around {
        let link = VoiceLink { sources: s.speakers.clone(), anonymous: s.anonymous };
        if chain.last() != Some(&link) {
            chain.push(link);
        }
    }
    chain
}
