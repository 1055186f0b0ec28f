//! What a verb of saying takes: a clause, an infinitive, an object, or the rest of its sentence.

use super::SpeechWords;
use super::verb::{adjuncts, is_break};
use crate::clause::Clause;
use std::ops::Range;
use tocsin_language::{Rel, Tag, Upos};

/// What follows the cue as its complement.
pub(super) fn complement(
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

/// The prepositions of what a verb calls for or points to.
pub(super) fn appealing(lemma: &str) -> &'static [&'static str] {
    match lemma {
        "call" => &["for", "on", "upon"],
        "point" => &["to", "at"],
        "warn" | "complain" | "boast" => &["of", "about"],
        _ => &[],
    }
}
