//! Cues: verbs of saying before, after and inside what is said; "according to"; nouns of saying.

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

/// The prepositions of what a verb calls for or points to.
fn appealing(lemma: &str) -> &'static [&'static str] {
    match lemma {
        "call" => &["for", "on", "upon"],
        "point" => &["to", "at"],
        "warn" | "complain" | "boast" => &["of", "about"],
        _ => &[],
    }
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

fn is_break(clause: &Clause<'_, '_>, node: usize) -> bool {
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
    let near = |n: usize| !(quoted(n) && !quoted(node)) && (n..node).all(|m| quoted(m) == quoted(node));
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
fn adjuncts(clause: &Clause<'_, '_>, node: usize, from: usize) -> usize {
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

/// What follows the cue as its complement.
fn complement(
    words: &SpeechWords,
    clause: &Clause<'_, '_>,
    node: usize,
    has_quotes: bool,
    addressee: &mut Option<usize>,
) -> Option<Range<usize>> {
    let lemma = clause.lemma(node);
    let tree = clause.tree;
    let object = tree.children_by(node, &[Rel::Obj, Rel::Iobj]).find(|&o| o > node);
    let own = tree.children(node).find(|&c| {
        matches!(clause.rel(c), Rel::Ccomp) || clause.rel(c) == Rel::Xcomp && clause.token(c).upos != Upos::Adj
    });
    if let Some(own) = own {
        let told = words.is("plain", lemma) || clause.has_child(own, &[Rel::Mark], &["that"]) || has_quotes;
        let range = clause.subtree_bytes(own);
        if clause.is_infinitive(own) || clause.rel(own) == Rel::Xcomp {
            if !words.is("urging", lemma) {
                return None;
            }
            *addressee = object;
            let start = object.map_or(range.start, |o| clause.subtree_bytes(o).start.min(range.start));
            return Some(start..range.end);
        }
        if told {
            *addressee = object.filter(|&o| o < own);
            let whole = if words.is("plain", lemma) { on_to_break(clause, own, &range) } else { range.end };
            return Some(range.start..whole);
        }
    }
    // The parser hung the clause elsewhere: a clause with its own verb follows.
    if own.is_none()
        && words.is("plain", lemma)
        && !words.is("urging", lemma)
        && let Some(range) = clause_after(words, clause, node, addressee)
    {
        return Some(range);
    }
    let Some(object) = object else { return appealed(clause, node) };
    if words.is("informing", lemma) {
        *addressee = Some(object);
        return None;
    }
    if !words.is("object", lemma) {
        return None;
    }
    // "accused X of Y", "called X Y", "urged X to Y": all of it, but not when and where it was said.
    let start = clause.subtree_bytes(object).start;
    let mut end = clause.subtree_bytes(object).end;
    for child in tree.children(node).filter(|&c| c > object) {
        let taken = match clause.rel(child) {
            Rel::Obj | Rel::Xcomp | Rel::Ccomp => true,
            Rel::Obl | Rel::Advcl => {
                let case = clause.case(child);
                let mark = clause.child(child, &[Rel::Mark]).map(|m| clause.lemma(m));
                matches!(case.as_str(), "of" | "as" | "for" | "over") || matches!(mark, Some("of" | "as" | "for"))
            }
            _ => false,
        };
        if taken {
            end = end.max(clause.subtree_bytes(child).end);
        }
    }
    Some(start..end)
}

/// The end of a clause that the tree cuts short: where no mark or conjunction follows it, the next mark does.
fn on_to_break(clause: &Clause<'_, '_>, own: usize, range: &Range<usize>) -> usize {
    let next = (own..clause.len()).find(|&n| clause.token(n).bytes.start >= range.end);
    let Some(next) = next.filter(|&n| !is_break(clause, n) && clause.token(n).upos != Upos::Cconj) else {
        return range.end;
    };
    let last = (next..clause.len()).take_while(|&n| !is_break(clause, n)).last().unwrap_or(next);
    clause.token(last).bytes.end
}

/// "called for X", "called on X to do Y", "pointed to X".
fn appealed(clause: &Clause<'_, '_>, node: usize) -> Option<Range<usize>> {
    let cases = appealing(clause.lemma(node));
    let first = clause.tree.children(node).find(|&c| {
        c > node
            && c - node <= 8
            && (cases.contains(&clause.case(c).as_str()) || clause.has_child(c, &[Rel::Mark], cases))
    })?;
    let mut range = clause.subtree_bytes(first);
    // The preposition belongs to the cue.
    let preposition = node + 1;
    if clause.token(preposition).bytes.start == range.start && preposition < first {
        range.start = clause.token(preposition + 1).bytes.start;
    }
    let action = clause.tree.children(node).find(|&c| c > first && clause.is_infinitive(c));
    Some(range.start..action.map_or(range.end, |a| clause.subtree_bytes(a).end.max(range.end)))
}

/// "said X did Y" where the tree gives the cue no clause: from the word after it to the end of the sentence or to the
/// next verb that the cue's own subject does.
fn clause_after(
    words: &SpeechWords,
    clause: &Clause<'_, '_>,
    node: usize,
    addressee: &mut Option<usize>,
) -> Option<Range<usize>> {
    let mut from = node + 1;
    if words.is("informing", clause.lemma(node)) {
        let object = clause.tree.children_by(node, &[Rel::Obj, Rel::Iobj]).find(|&o| o > node)?;
        let nodes = clause.tree.subtree(object);
        // An object with a verb below it is the subject of what is said.
        let whole = nodes.iter().all(|&n| !matches!(clause.token(n).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md));
        if whole {
            *addressee = Some(object);
            from = nodes.last().map_or(from, |&n| n + 1);
        }
    }
    // When and where: "said on Monday that".
    let last = adjuncts(clause, node, from - 1);
    let that = (from..clause.len().min(from + 12))
        .find(|&n| clause.lemma(n) == "that" && matches!(clause.token(n).upos, Upos::Sconj));
    let that = that.filter(|&t| (from..t).all(|n| !clause.is_verb(n)));
    let start = match that {
        Some(that) => that,
        // Adjuncts that lead up to a subject belong to what is said ("estimated by 2050, ...").
        None if last + 1 < clause.len() && !is_break(clause, last + 1) => {
            from.max(if last >= from && clause.child(node, &[Rel::Obj]).is_none() { last + 1 } else { from })
        }
        None => from,
    };
    let end = clause
        .tree
        .children(node)
        .filter(|&c| {
            c > start && clause.rel(c) == Rel::Conj && clause.is_verb(c) && clause.child(c, &[Rel::Nsubj]).is_none()
        })
        .filter(|&c| clause.child(c, &[Rel::Cc]).is_some())
        .map(|c| clause.tree.subtree(c).first().copied().unwrap_or(c))
        .min()
        .unwrap_or(clause.len());
    // Without "that" the clause's verb comes before the next comma, "estimated by 2050, ..." aside.
    let skipped = if last + 1 < clause.len() && is_break(clause, last + 1) { last + 2 } else { start };
    let reach = match that {
        Some(_) => end,
        None if matches!(clause.token(start).upos, Upos::Sconj | Upos::Adv) => end,
        None => (skipped.max(start)..end).find(|&n| clause.token(n).tag == Tag::Comma).unwrap_or(end),
    };
    let finite =
        (start + 1..reach).find(|&n| matches!(clause.token(n).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md))?;
    // The subject stands between cue and verb; a relative clause of the cue's object is none.
    let subject = (start..finite).any(|n| clause.is_nominal(n));
    let relative_only = (start + 1..finite).any(|n| matches!(clause.token(n).tag, Tag::Wdt | Tag::Wp | Tag::Wrb));
    if !subject || relative_only || start >= end || is_break(clause, start) {
        return None;
    }
    let last =
        (start..end).rev().find(|&n| clause.token(n).upos != Upos::Punct && clause.token(n).upos != Upos::Cconj)?;
    Some(clause.token(start).bytes.start..clause.token(last).bytes.end)
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
