//! Cues: verbs of saying before, after and inside what is said; "according to"; nouns of saying.

use super::complement::{appealing, complement};
use super::quote::{quotation_at, quoted, words_in};
use super::source::{phrase, speakers};
use super::{Said, SpeechWords, tidy};
use crate::clause::Clause;
use std::ops::Range;
use tocsin_language::{Analyser, Rel, Tag, Upos};

/// How a cue stands to what is said.
struct Frame {
    speaker: usize,
    /// The nodes of speaker, cue and what belongs to the cue, where they interrupt or end what is said.
    inserted: Option<Range<usize>>,
}

pub(super) fn by_verb(analyser: &Analyser, words: &SpeechWords, clause: &Clause<'_, '_>, node: usize) -> Option<Said> {
    let analysis = clause.analysis;
    let lemma = clause.lemma(node);
    let verbal = clause.is_verb(node) || clause.token(node).tag == Tag::Vbd && words.is("plain", lemma);
    // "is said to", "to say", "declined to say": no speech act of its own.
    if !verbal || !words.is("say", lemma) || clause.is_infinitive(node) {
        return None;
    }
    let frame = frame(words, clause, node)?;
    // "As X put it", and no other way.
    if lemma == "put" && frame.inserted.is_none() {
        return None;
    }
    let speaker = frame.speaker;
    if speaks_only_for_itself(clause, speaker, node) {
        return None;
    }
    let own_quote = quotation_at(analysis, clause.token(node).bytes.start);
    let quotes: Vec<Range<usize>> = quoted(analysis, clause.sentence)
        .into_iter()
        .filter(|q| quotation_at(analysis, q.start) != own_quote || own_quote.is_none())
        .collect();
    let long: Vec<Range<usize>> = quotes.iter().filter(|q| words_in(analysis, q) >= 3).cloned().collect();
    let cue = cue_bytes(clause, node);
    let mut addressee = None;
    let mut content: Vec<Range<usize>> = Vec::new();
    let sentence = analysis.sentences[clause.sentence].bytes.clone();
    if let Some(block) = &frame.inserted {
        let from = clause.token(block.start).bytes.start;
        let to = clause.token(block.end - 1).bytes.end;
        content.extend([sentence.start..from, to..sentence.end].into_iter().filter(|r| r.end > r.start + 3));
        // What is quoted beside the cue is all that is said.
        let share: usize = long.iter().filter(|q| q.end <= from || q.start >= to).map(|q| q.end - q.start).sum();
        let whole: usize = content.iter().map(|r| r.end - r.start).sum();
        if share * 10 >= whole * 7 {
            content = long.iter().filter(|q| q.end <= from || q.start >= to).cloned().collect();
        }
    } else {
        content.extend(complement(words, clause, node, !long.is_empty(), &mut addressee));
    }
    // What is between quotation marks beside a cue is said too, unless another cue stands between.
    let outside: Vec<Range<usize>> = long
        .iter()
        .filter(|q| !content.iter().any(|c| c.start <= q.start && q.end <= c.end))
        .filter(|q| !another_cue_between(words, clause, node, q))
        .cloned()
        .collect();
    let telling = words.is("plain", lemma) || words.is("quoting", lemma);
    if telling && (content.is_empty() || outside.iter().any(|q| words_in(analysis, q) >= 5)) {
        content.retain(|c| !outside.iter().any(|q| q.start <= c.start && c.end <= q.end));
        content.extend(outside);
    }
    // A cue inside a quotation reaches no further than it.
    if let Some(quote) = own_quote.and_then(|q| analysis.quotations.get(q)) {
        content = content
            .into_iter()
            .map(|c| c.start.max(quote.start)..c.end.min(quote.end))
            .filter(|c| c.end > c.start)
            .collect();
    }
    let content = tidy(analysis, merged(content), &cue);
    if content.is_empty() {
        return None;
    }
    let said_bytes: usize = content.iter().map(|c| c.end - c.start).sum();
    let quoted_bytes: usize = quotes
        .iter()
        .flat_map(|q| content.iter().map(move |c| q.end.min(c.end).saturating_sub(q.start.max(c.start))))
        .sum();
    let (speakers, anonymous) = speakers(analyser, words, clause, speaker, node);
    let addressee =
        addressee.and_then(|n: usize| analyser.actors().parties(analysis, clause.token_number(n)).into_iter().next());
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
        direct: quoted_bytes * 10 >= said_bytes * 8,
        continues: false,
        further: Vec::new(),
        addressee,
        venue,
    })
}

/// "I think" inside somebody's quotation, "we say", "as you know".
fn speaks_only_for_itself(clause: &Clause<'_, '_>, speaker: usize, cue: usize) -> bool {
    let word = clause.lemma(speaker).to_lowercase();
    let quoted = quotation_at(clause.analysis, clause.token(cue).bytes.start).is_some();
    matches!(word.as_str(), "you" | "this" | "everybody" | "everyone" | "one" | "which" | "what")
        || quoted && matches!(word.as_str(), "i" | "we" | "me" | "let")
}

/// The verb with its auxiliaries and adverbs before, its particle or the preposition of what is called for behind.
fn cue_bytes(clause: &Clause<'_, '_>, node: usize) -> Range<usize> {
    let mut first = node;
    while first > 0
        && clause.head(first - 1) == Some(node)
        && matches!(clause.rel(first - 1), Rel::Aux | Rel::AuxPass | Rel::Advmod)
    {
        first -= 1;
    }
    let behind = node + 1;
    let appeals = appealing(clause.lemma(node));
    let takes = behind < clause.len()
        && (clause.head(behind) == Some(node) && clause.rel(behind) == Rel::CompoundPrt
            || appeals.contains(&clause.lemma(behind)));
    let last = if takes { behind } else { node };
    clause.token(first).bytes.start..clause.token(last).bytes.end
}

/// Who speaks, and whether speaker and cue interrupt what is said.
fn frame(words: &SpeechWords, clause: &Clause<'_, '_>, node: usize) -> Option<Frame> {
    let analysis = clause.analysis;
    let finite = matches!(clause.token(node).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbn);
    let own_quote = quotation_at(analysis, clause.token(node).bytes.start);
    let in_other = |n: usize| {
        let q = quotation_at(analysis, clause.token(n).bytes.start);
        q.is_some() && q != own_quote
    };
    let passive = clause.is_passive(node);
    if words.is("plain", clause.lemma(node))
        && finite
        && !passive
        && let Some(found) = inverted(clause, node).or_else(|| behind(clause, node))
    {
        return Some(found);
    }
    let speaker = clause
        .agent(node)
        .filter(|&s| clause.is_nominal(s) && !in_other(s))
        .filter(|&s| !is_time(clause, s))
        .filter(|&s| s < node || passive || clause.rel(node) == Rel::Advcl)
        .or_else(|| before_apposition(clause, node).filter(|&s| !in_other(s)))?;
    // "As X put it", "as X told Y": the rest of the sentence is said.
    let as_clause = clause.has_child(node, &[Rel::Mark, Rel::Advmod], &["as"])
        && matches!(clause.rel(node), Rel::Advcl | Rel::Parataxis | Rel::AdvclRelcl);
    if as_clause {
        let nodes = clause.tree.subtree(node);
        if let (Some(&first), Some(&last)) = (nodes.first(), nodes.last()) {
            let has_own = clause.tree.children(node).any(|c| clause.rel(c) == Rel::Ccomp && c > node);
            if !has_own {
                return Some(Frame { speaker, inserted: Some(first..last + 1) });
            }
        }
    }
    Some(Frame { speaker, inserted: None })
}

/// "Jane Roe, the gallery's director, announced": the name before the two commas.
fn before_apposition(clause: &Clause<'_, '_>, node: usize) -> Option<usize> {
    let closing = node.checked_sub(1).filter(|&n| clause.token(n).tag == Tag::Comma)?;
    let opening = (0..closing).rev().find(|&n| is_break(clause, n))?;
    let name = opening.checked_sub(1)?;
    let short = closing - opening <= 15 && !(opening..closing).any(|n| clause.is_verb(n));
    (short && clause.token(opening).tag == Tag::Comma && clause.token(name).upos == Upos::Propn).then(|| {
        // The head of the name: the leftmost word that the others hang on.
        (0..=name).rev().take_while(|&n| clause.token(n).upos == Upos::Propn).last().unwrap_or(name)
    })
}

pub(super) fn is_break(clause: &Clause<'_, '_>, node: usize) -> bool {
    matches!(clause.token(node).tag, Tag::Comma | Tag::OpenQuote | Tag::CloseQuote | Tag::Stop)
        || clause.token(node).upos == Upos::Punct && !matches!(clause.token(node).tag, Tag::Hyph)
}

/// "..., said the two ministers": the cue follows what is said, the speaker follows the cue.
fn inverted(clause: &Clause<'_, '_>, node: usize) -> Option<Frame> {
    if node < 2 || !is_break(clause, node - 1) || node + 1 >= clause.len() {
        return None;
    }
    let next = node + 1;
    let opens =
        matches!(clause.token(next).upos, Upos::Propn | Upos::Noun | Upos::Det | Upos::Pron | Upos::Adj | Upos::Num);
    let object = matches!(clause.token(next).tag, Tag::Prp)
        && matches!(clause.lemma(next), "him" | "her" | "them" | "it" | "that");
    let that =
        matches!(clause.analysis.word(clause.token_number(next)), "that" | "this" | "it" | "there" | "him" | "them");
    if !opens || object || that {
        return None;
    }
    let end = (next..clause.len()).find(|&n| is_break(clause, n)).unwrap_or(clause.len());
    // A clause after the cue is what is said, not who says it.
    if (next..end)
        .any(|n| matches!(clause.token(n).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md) && !relative(clause, n))
    {
        return None;
    }
    let head = head_of(clause, next..end)?;
    // An apposition or a relative clause after a comma belongs to the speaker.
    let whole = phrase(clause, head, node);
    let last = (next..clause.len()).take_while(|&n| clause.token(n).bytes.end <= whole.end).last().unwrap_or(head);
    Some(Frame { speaker: head, inserted: Some(node..adjuncts(clause, node, last.max(end - 1)) + 1) })
}

/// "..., two ministers said": the cue ends the sentence or its clause.
fn behind(clause: &Clause<'_, '_>, node: usize) -> Option<Frame> {
    // Nothing that is said may follow directly.
    let next = (node + 1..clause.len()).find(|&n| !matches!(clause.rel(n), Rel::CompoundPrt)).unwrap_or(clause.len());
    let last = adjuncts(clause, node, next - 1);
    let ends = last + 1 >= clause.len()
        || is_break(clause, last + 1) && clause.analysis.word(clause.token_number(last + 1)) != ":";
    if !ends {
        return None;
    }
    let subject = clause.child(node, &[Rel::Nsubj]).filter(|&s| {
        s < node && clause.is_nominal(s) && clause.token(s).tag != Tag::Wp && clause.token(s).tag != Tag::Wdt
    });
    let quoted = |n: usize| quotation_at(clause.analysis, clause.token(n).bytes.start).is_some();
    let near = |n: usize| (n..node).all(|m| quoted(m) == quoted(node));
    let (speaker, first) = match subject.filter(|&s| near(s)) {
        Some(s) => {
            let whole = phrase(clause, s, node);
            let first = (0..=s).rev().take_while(|&n| clause.token(n).bytes.start >= whole.start).last().unwrap_or(s);
            (s, first)
        }
        None => {
            let first = (0..node).rev().take_while(|&n| !is_break(clause, n)).last()?;
            let usable = (first..node).all(|n| !clause.is_verb(n)) && node - first <= 12;
            (head_of(clause, first..node).filter(|_| usable)?, first)
        }
    };
    // Something must have been said before: a quotation or a clause, cut off by a comma or a closing mark.
    let before = first.checked_sub(1)?;
    let clause_before = (0..before)
        .any(|n| matches!(clause.token(n).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md | Tag::Vbn | Tag::Vb));
    let relative = clause.tree.children(node).any(|c| matches!(clause.rel(c), Rel::Mark) && c < node);
    let finite = |n: usize| matches!(clause.token(n).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
    // "The convoy, the ministry said, crossed the river": the rest of the clause may follow.
    let clause_after = last + 2 < clause.len()
        && clause.token(last + 1).tag == Tag::Comma
        && clause.token(before).tag == Tag::Comma
        && (last + 2..clause.len()).any(finite);
    if !is_break(clause, before) || before < 1 || !(clause_before && before >= 2 || clause_after) || relative {
        return None;
    }
    // "He met X and, officials said, Y"; but not "when asked, he said": a comma that ends an adverbial clause with
    // what is said still to come has been ruled out above by what follows the cue.
    Some(Frame { speaker, inserted: Some(first..last + 1) })
}

/// Whether a finite verb stands in a relative clause.
fn relative(clause: &Clause<'_, '_>, node: usize) -> bool {
    let mut at = Some(node);
    for _ in 0..4 {
        match at {
            Some(n) if matches!(clause.rel(n), Rel::AclRelcl) => return true,
            Some(n) => at = clause.head(n),
            None => return false,
        }
    }
    false
}

/// Whether a node tells when: no speaker.
fn is_time(clause: &Clause<'_, '_>, node: usize) -> bool {
    let at = clause.token(node).bytes.start;
    let next = clause.analysis.times.partition_point(|t| t.bytes.end <= at);
    clause.analysis.times.get(next).is_some_and(|t| t.bytes.start <= at)
}

/// The head of a run of nodes: its first nominal whose own head lies outside the run or is a verb.
fn head_of(clause: &Clause<'_, '_>, run: Range<usize>) -> Option<usize> {
    run.clone()
        .find(|&n| {
            clause.is_nominal(n)
                && !is_time(clause, n)
                && clause.head(n).is_none_or(|h| !run.contains(&h) || clause.is_verb(h))
        })
        .or_else(|| run.clone().rev().find(|&n| clause.is_nominal(n)))
}

/// The last node of the times, places and addressees that follow a cue directly, from `from` on.
pub(super) fn adjuncts(clause: &Clause<'_, '_>, node: usize, from: usize) -> usize {
    let mut last = from;
    loop {
        let next = last + 1;
        if next >= clause.len() || is_break(clause, next) {
            return last;
        }
        let child = clause.tree.children(node).find(|&c| {
            c > last
                && matches!(
                    clause.rel(c),
                    Rel::Obl
                        | Rel::OblUnmarked
                        | Rel::Advmod
                        | Rel::Obj
                        | Rel::Iobj
                        | Rel::Nmod
                        | Rel::NmodUnmarked
                        | Rel::CompoundPrt
                )
                && clause.tree.subtree(c).first() == Some(&next)
        });
        let Some(child) = child else { return last };
        let nodes = clause.tree.subtree(child);
        let end = nodes.iter().take_while(|&&n| !is_break(clause, n)).last().copied().unwrap_or(next);
        if (next..=end).any(|n| matches!(clause.token(n).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md)) || end <= last
        {
            return last;
        }
        last = end;
    }
}

/// Whether another cue, outside quotations, stands nearer to a quotation than this one.
fn another_cue_between(words: &SpeechWords, clause: &Clause<'_, '_>, node: usize, quote: &Range<usize>) -> bool {
    let here = clause.token(node).bytes.start;
    let between = if here < quote.start { here + 1..quote.start } else { quote.end..here };
    (0..clause.len()).any(|n| {
        let at = clause.token(n).bytes.start;
        n != node
            && between.contains(&at)
            && clause.is_verb(n)
            && words.is("plain", clause.lemma(n))
            && quotation_at(clause.analysis, at).is_none()
    })
}

/// Ranges without overlap, in text order.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|r| (r.start, r.end));
    let mut out: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

/// "according to two officials": what is said is the rest of the sentence.
pub(super) fn according_to(
    analyser: &Analyser,
    words: &SpeechWords,
    clause: &Clause<'_, '_>,
    node: usize,
) -> Option<Said> {
    if !clause.is_nominal(node) {
        return None;
    }
    let case = clause.case(node);
    let bare = case == "per" && clause.token(node).upos != Upos::Propn;
    if bare || !words.is("according", &case) && case != "accord to" && case != "accord" && case != "according" {
        return None;
    }
    let analysis = clause.analysis;
    let all = analysis.sentences[clause.sentence].bytes.clone();
    let marker = clause.tree.children(node).find(|&c| clause.rel(c) == Rel::Case)?;
    let cue_start = clause.token(marker).bytes.start;
    let to = (marker + 1 < node && clause.lemma(marker + 1) == "to").then_some(marker + 1);
    let cue_end = clause
        .tree
        .children_by(marker, &[Rel::Fixed])
        .chain(to)
        .map(|f| clause.token(f).bytes.end)
        .max()
        .unwrap_or(clause.token(marker).bytes.end);
    let who = phrase(clause, node, marker);
    let content = [all.start..cue_start.min(who.start), who.end..all.end].into_iter().filter(|r| r.end > r.start + 3);
    let content = tidy(analysis, content.collect(), &(cue_start..cue_end));
    if content.is_empty() {
        return None;
    }
    let (speakers, anonymous) = speakers(analyser, words, clause, node, marker);
    Some(Said {
        sentence: clause.sentence,
        speakers,
        anonymous,
        cue_token: None,
        cue: Some(cue_start..cue_end),
        content,
        direct: false,
        continues: false,
        further: Vec::new(),
        addressee: None,
        venue: None,
    })
}

/// "his claim that ...", "sent a message that ...": a noun of saying with its clause.
pub(super) fn by_noun(analyser: &Analyser, words: &SpeechWords, clause: &Clause<'_, '_>, node: usize) -> Option<Said> {
    if clause.token(node).upos != Upos::Noun || !words.is("noun", clause.lemma(node)) {
        return None;
    }
    // The clause hangs on the noun, or its "that" follows at once.
    let that = (node + 1 < clause.len() && clause.lemma(node + 1) == "that").then_some(node + 1);
    let told = match that {
        Some(that) => clause.head(that).filter(|&h| h > that && clause.rel(that) == Rel::Mark),
        None => clause.tree.children(node).find(|&c| {
            c > node
                && matches!(clause.rel(c), Rel::Acl | Rel::Ccomp | Rel::AclRelcl)
                && clause.tree.children(c).any(|m| clause.lemma(m) == "that" && clause.rel(m) == Rel::Mark)
        }),
    }?;
    let of = clause.obliques(node).into_iter().find(|o| matches!(o.case.as_str(), "of" | "by" | "from"));
    let governor = clause.head(node).filter(|&h| clause.is_verb(h) && clause.rel(node) == Rel::Obj);
    let speaker = clause
        .owner(node)
        .or_else(|| of.map(|o| o.node))
        .or_else(|| governor.filter(|&g| words.is("giving", clause.lemma(g))).and_then(|g| clause.agent(g)))?;
    let cue = clause.token(node).bytes.clone();
    let content = tidy(clause.analysis, vec![clause.subtree_bytes(told)], &cue);
    if content.is_empty() {
        return None;
    }
    let (speakers, anonymous) = speakers(analyser, words, clause, speaker, node);
    Some(Said {
        sentence: clause.sentence,
        speakers,
        anonymous,
        cue_token: None,
        cue: Some(cue),
        content,
        direct: false,
        continues: false,
        further: Vec::new(),
        addressee: None,
        venue: None,
    })
}
