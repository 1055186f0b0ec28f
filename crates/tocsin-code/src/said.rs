//! Who says what: statements, and the voice in which a row is told.

use crate::clause::Clause;
use crate::knowledge;
use crate::status::classes;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use tocsin_language::{Analyser, Analysis, Rel, Tag, Upos};
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
        let needed = ["say", "plain", "noun", "according", "anonymous", "venue", "predictive", "predictive_auxiliary"];
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

/// How many sentences a quotation may run on without a new cue.
const RUNS_ON: usize = 4;

/// Finds the statements of the parsed sentences, in text order.
pub fn find(analyser: &Analyser, words: &SpeechWords, analysis: &Analysis<'_>) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    for sentence in 0..analysis.sentences.len() {
        let before = all.len();
        if let Some(clause) = Clause::new(analysis, sentence) {
            for node in 0..clause.len() {
                if let Some(said) = by_verb(analyser, words, &clause, node) {
                    all.push(said);
                } else if let Some(said) = according_to(analyser, words, &clause, node) {
                    all.push(said);
                }
            }
        }
        if all.len() == before {
            if let Some(said) = runs_on(analysis, sentence, all.last()) {
                all.push(said);
            }
        }
    }
    all
}

/// Quotations that overlap a sentence, clipped to it.
fn quoted(analysis: &Analysis<'_>, sentence: usize) -> Vec<Range<usize>> {
    let at = &analysis.sentences[sentence].bytes;
    let from = analysis.quotations.partition_point(|q| q.end <= at.start);
    analysis.quotations[from..]
        .iter()
        .take_while(|q| q.start < at.end)
        .map(|q| q.start.max(at.start)..q.end.min(at.end))
        .filter(|q| q.end > q.start)
        .collect()
}

/// How many words a range of bytes holds, roughly.
fn words_in(analysis: &Analysis<'_>, range: &Range<usize>) -> usize {
    analysis.text[range.clone()].split_whitespace().count()
}

fn by_verb(analyser: &Analyser, words: &SpeechWords, clause: &Clause<'_, '_>, node: usize) -> Option<Said> {
    let analysis = clause.analysis;
    let lemma = clause.lemma(node);
    if !clause.is_verb(node) || !words.is("say", lemma) {
        return None;
    }
    // "is said to", "to say": no speech act of its own.
    if clause.is_infinitive(node) {
        return None;
    }
    let speaker = clause.agent(node)?;
    let quotes: Vec<Range<usize>> =
        quoted(analysis, clause.sentence).into_iter().filter(|q| words_in(analysis, q) >= 3).collect();
    let own = clause.tree.children(node).find(|&c| {
        matches!(clause.rel(c), Rel::Ccomp | Rel::Xcomp)
            && !(clause.rel(c) == Rel::Xcomp && clause.token(c).upos == Upos::Adj)
    });
    let cue = clause.token(node).bytes.clone();
    let mut content: Vec<Range<usize>> = Vec::new();
    let mut direct = false;
    if let Some(own) = own {
        let infinitive = clause.is_infinitive(own);
        let told = words.is("plain", lemma) || clause.has_child(own, &[Rel::Mark], &["that"]) || !quotes.is_empty();
        if told
            && !(infinitive
                && !matches!(lemma, "promise" | "vow" | "pledge" | "claim" | "agree" | "expect" | "hope" | "threaten"))
        {
            content.push(clause.subtree_bytes(own));
        }
    } else if clause.rel(node) == Rel::Parataxis && words.is("plain", lemma) {
        let inserted = clause.subtree_bytes(node);
        let all = analysis.sentences[clause.sentence].bytes.clone();
        content.extend([all.start..inserted.start, inserted.end..all.end].into_iter().filter(|r| r.end > r.start + 3));
    }
    // What is between quotation marks beside a cue is said too.
    let outside: Vec<Range<usize>> = quotes
        .iter()
        .filter(|q| !q.contains(&cue.start) && !content.iter().any(|c| c.start <= q.start && q.end <= c.end))
        .cloned()
        .collect();
    if content.is_empty() || outside.iter().any(|q| words_in(analysis, q) >= 5) {
        content.retain(|c| !outside.iter().any(|q| q.start <= c.start && c.end <= q.end));
        content.extend(outside);
    }
    let content: Vec<Range<usize>> = tidy(analysis, content, &cue);
    if content.is_empty() {
        return None;
    }
    let said_bytes: usize = content.iter().map(|c| c.end - c.start).sum();
    let quoted_bytes: usize = quotes
        .iter()
        .flat_map(|q| content.iter().map(move |c| q.end.min(c.end).saturating_sub(q.start.max(c.start))))
        .sum();
    direct |= quoted_bytes * 10 >= said_bytes * 8;
    let speakers = analyser.actors().parties(analysis, clause.token_number(speaker));
    if speakers.is_empty() && !clause.is_nominal(speaker) {
        return None;
    }
    let anonymous = is_anonymous(words, clause, speaker, &speakers);
    let speakers = if speakers.is_empty() { vec![unresolved(clause, speaker)] } else { speakers };
    let addressee = clause
        .child(node, &[Rel::Obj, Rel::Iobj])
        .filter(|_| own.is_some() || lemma == "tell")
        .and_then(|n| analyser.actors().parties(analysis, clause.token_number(n)).into_iter().next());
    let venue = clause
        .obliques(node)
        .into_iter()
        .find(|o| words.is("venue", clause.lemma(o.node)))
        .map(|o| analysis.text[clause.subtree_bytes(o.node)].to_owned());
    Some(Said {
        sentence: clause.sentence,
        speakers,
        anonymous,
        cue_token: Some(clause.token_number(node)),
        cue: Some(cue),
        content,
        direct,
        addressee,
        venue,
    })
}

/// "according to two officials": what is said is the rest of the sentence.
fn according_to(analyser: &Analyser, words: &SpeechWords, clause: &Clause<'_, '_>, node: usize) -> Option<Said> {
    if !matches!(clause.rel(node), Rel::Obl | Rel::Nmod | Rel::Parataxis | Rel::Advcl) || !clause.is_nominal(node) {
        return None;
    }
    let case = clause.case(node);
    if !words.is("according", &case) && case != "accord to" && case != "accord" {
        return None;
    }
    let analysis = clause.analysis;
    let all = analysis.sentences[clause.sentence].bytes.clone();
    let phrase = clause.subtree_bytes(node);
    let marker = clause.tree.children(node).find(|&c| clause.rel(c) == Rel::Case)?;
    let cue_start = clause.token(marker).bytes.start;
    let cue_end = clause
        .tree
        .children_by(marker, &[Rel::Fixed])
        .map(|f| clause.token(f).bytes.end)
        .max()
        .unwrap_or(clause.token(marker).bytes.end);
    let content = [all.start..cue_start.min(phrase.start), phrase.end..all.end]
        .into_iter()
        .filter(|r| r.end > r.start + 3)
        .collect();
    let content = tidy(analysis, content, &(cue_start..cue_end));
    if content.is_empty() {
        return None;
    }
    let speakers = analyser.actors().parties(analysis, clause.token_number(node));
    let anonymous = is_anonymous(words, clause, node, &speakers);
    let speakers = if speakers.is_empty() { vec![unresolved(clause, node)] } else { speakers };
    Some(Said {
        sentence: clause.sentence,
        speakers,
        anonymous,
        cue_token: None,
        cue: Some(cue_start..cue_end),
        content,
        direct: false,
        addressee: None,
        venue: None,
    })
}

/// A quotation that carries on in a sentence without a cue belongs to the speaker before.
fn runs_on(analysis: &Analysis<'_>, sentence: usize, last: Option<&Said>) -> Option<Said> {
    let last = last?;
    if sentence - last.sentence > 1 || !last.direct {
        return None;
    }
    let at = &analysis.sentences[sentence];
    let near = at.block_number.abs_diff(analysis.sentences[last.sentence].block_number) <= 1;
    let content: Vec<Range<usize>> = quoted(analysis, sentence);
    let covered: usize = content.iter().map(|r| r.end - r.start).sum();
    let mostly = covered * 10 >= (at.bytes.end - at.bytes.start) * 8;
    (near && mostly && sentence - last.sentence <= RUNS_ON).then(|| Said {
        sentence,
        speakers: last.speakers.clone(),
        anonymous: last.anonymous,
        cue_token: None,
        cue: None,
        content,
        direct: true,
        addressee: None,
        venue: None,
    })
}

/// Trims white space, quotation marks and commas, and drops what is empty or holds the cue.
fn tidy(analysis: &Analysis<'_>, ranges: Vec<Range<usize>>, cue: &Range<usize>) -> Vec<Range<usize>> {
    const EDGE: &[char] = &[',', '"', '“', '”', ' ', '\n', ';', ':', '—', '–', '\u{a0}', '\t', '\'', '’', '‘'];
    let mut kept: Vec<Range<usize>> = ranges
        .into_iter()
        .filter_map(|r| {
            let text = &analysis.text[r.clone()];
            let trimmed = text.trim_start_matches(EDGE);
            let start = r.end - trimmed.len();
            let end = start + trimmed.trim_end_matches(EDGE).len();
            (end > start && !(start <= cue.start && cue.end <= end)).then_some(start..end)
        })
        .filter(|r| analysis.text[r.clone()].chars().any(char::is_alphanumeric))
        .collect();
    kept.sort_by_key(|r| (r.start, r.end));
    kept.dedup();
    kept
}

fn is_anonymous(words: &SpeechWords, clause: &Clause<'_, '_>, node: usize, speakers: &[Party]) -> bool {
    let lemma = clause.lemma(node);
    let named = clause.tree.subtree(node).iter().any(|&n| {
        clause.token(n).upos == Upos::Propn
            && (n == node || matches!(clause.rel(n), Rel::Appos | Rel::Flat | Rel::NmodDesc))
    });
    words.is("anonymous", lemma) && !named
        || (!named && speakers.iter().all(|s| s.name.is_none()) && clause.token(node).tag == Tag::Nns)
}

fn unresolved(clause: &Clause<'_, '_>, node: usize) -> Party {
    let bytes = clause.subtree_bytes(node);
    let text: String = clause.analysis.text[bytes.clone()].chars().take(160).collect();
    Party { span: Some(clause.analysis.span(bytes)), text: Some(text), ..Party::unknown() }
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
