//! Who speaks: the noun phrase as written, its party, and whether it stays unnamed.

use super::SpeechWords;
use crate::clause::Clause;
use std::ops::Range;
use tocsin_language::{Analyser, Analysis, Rel, Tag, Upos};
use tocsin_record::Party;

/// How many bytes of a speaker's phrase are kept; a longer one is cut back to its head.
const LONGEST: usize = 400;

/// Speakers of the noun phrase headed by `node`, and whether none of them is named.
pub(super) fn speakers(
    analyser: &Analyser,
    words: &SpeechWords,
    clause: &Clause<'_, '_>,
    node: usize,
    cue: usize,
) -> (Vec<Party>, bool) {
    let analysis = clause.analysis;
    let bytes = phrase(clause, node, cue);
    let mut parties = analyser.actors().parties(analysis, clause.token_number(node));
    // A description that stands before a name must not lend the speaker another party's name.
    if let Some(name) = own_name(clause, node) {
        match parties.as_mut_slice() {
            [] => parties = vec![Party::named(full_name(analysis, name))],
            [one] if one.name.is_none() => one.name = Some(full_name(analysis, name)),
            _ => {}
        }
    }
    let anonymous = is_anonymous(words, clause, node, &parties);
    if parties.is_empty() {
        parties.push(Party::unknown());
    }
    let text: String = analysis.text[bytes.clone()].to_owned();
    parties[0].span = Some(analysis.span(bytes));
    parties[0].text = Some(text);
    (parties, anonymous)
}

/// The bytes of a noun phrase with its appositions and clauses, without its preposition, the marks at its ends, and the
/// clause that holds the cue.
pub(super) fn phrase(clause: &Clause<'_, '_>, node: usize, cue: usize) -> Range<usize> {
    let head = clause.token(node).bytes.clone();
    let tree = clause.tree;
    let mut nodes = tree.subtree(node);
    // The preposition, and what only the parser put here.
    let outer: Vec<usize> = tree
        .children(node)
        .filter(|&c| {
            matches!(clause.rel(c), Rel::Case | Rel::Cc | Rel::Mark | Rel::Parataxis | Rel::Cop)
                || matches!(clause.rel(c), Rel::Advcl | Rel::Advmod) && c < node
        })
        .flat_map(|c| tree.subtree(c))
        .collect();
    nodes.retain(|n| !outer.contains(n));
    // "the man who said ...": the phrase ends before the clause with the cue.
    if let Some(branch) = tree.children(node).find(|&c| c == cue || tree.is_under(cue, c)) {
        let first = tree.subtree(branch).first().copied().unwrap_or(branch);
        if first > node {
            nodes.retain(|&n| n < first);
        }
    }
    // A speaker lies on one side of the cue.
    nodes.retain(|&n| (n < cue) == (node < cue) && n != cue);
    while nodes
        .last()
        .is_some_and(|&n| n != node && clause.token(n).upos == Upos::Punct && clause.token(n).tag != Tag::Rrb)
    {
        nodes.pop();
    }
    let start = nodes.iter().find(|&&n| clause.token(n).upos != Upos::Punct).copied().unwrap_or(node).min(node);
    let end = nodes.last().copied().unwrap_or(node).max(node);
    let all = clause.token(start).bytes.start..clause.token(end).bytes.end;
    if all.end - all.start <= LONGEST { all } else { head }
}

/// The run of proper nouns around the head of a phrase, where the head is the name of a person.
fn own_name(clause: &Clause<'_, '_>, node: usize) -> Option<Range<usize>> {
    let named = if clause.token(node).upos == Upos::Propn {
        node
    } else {
        // "the gallery's director, Kathryn Waters"
        clause.child(node, &[Rel::Appos, Rel::Flat]).filter(|&c| clause.token(c).upos == Upos::Propn)?
    };
    let joined = |n: usize| clause.token(n).upos == Upos::Propn && matches!(clause.rel(n), Rel::Flat | Rel::Compound);
    let mut first = named;
    while first > 0 && joined(first - 1) && clause.tree.is_under(first - 1, named) {
        first -= 1;
    }
    let mut last = named;
    while last + 1 < clause.len() && joined(last + 1) && clause.tree.is_under(last + 1, named) {
        last += 1;
    }
    Some(clause.token(first).bytes.start..clause.token(last).bytes.end)
}

/// A surname alone is written out where the text before it gives the whole name once.
fn full_name(analysis: &Analysis<'_>, bytes: Range<usize>) -> String {
    let short = &analysis.text[bytes.clone()];
    if short.contains(char::is_whitespace) {
        return short.to_owned();
    }
    let at = analysis.tokens.partition_point(|t| t.bytes.start < bytes.start);
    for number in (1..at).rev().take(REACH) {
        if analysis.word(number) != short {
            continue;
        }
        let mut first = number;
        while first > 0
            && number - first < 3
            && analysis.tokens[first - 1].tag == Tag::Nnp
            && analysis.tokens[first].bytes.start - analysis.tokens[first - 1].bytes.end == 1
            && analysis.word(first - 1).chars().next().is_some_and(char::is_uppercase)
        {
            first -= 1;
        }
        if first < number {
            return analysis.phrase(first..number + 1).to_owned();
        }
    }
    short.to_owned()
}

/// How many tokens back a whole name is looked for.
const REACH: usize = 3000;

fn is_anonymous(words: &SpeechWords, clause: &Clause<'_, '_>, node: usize, speakers: &[Party]) -> bool {
    let lemma = clause.lemma(node);
    let named = clause.token(node).upos == Upos::Propn
        || clause.tree.children(node).any(|n| {
            clause.token(n).upos == Upos::Propn && matches!(clause.rel(n), Rel::Appos | Rel::Flat | Rel::NmodDesc)
        });
    words.is("anonymous", lemma) && !named
        || (!named && speakers.iter().all(|s| s.name.is_none()) && clause.token(node).tag == Tag::Nns)
}
