//! Noun phrases to parties.

use super::role::Kind;
use super::{Tables, description, pronoun, word};
use crate::{Analysis, Mention, MentionKind, Rel, Tree, Upos};
use std::ops::Range;
use tocsin_record::{Party, Sector};

/// Deepest chain of phrases that lead to one another ("a group of members of ...").
const DEEPEST: usize = 5;
/// Most tokens before the head that belong to its phrase.
const REACH: usize = 24;

/// Nouns that stand before the people they count: "dozens of protesters".
const COLLECTIVES: &[&str] = &[
    "group",
    "number",
    "dozen",
    "dozens",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "million",
    "millions",
    "handful",
    "member",
    "members",
    "majority",
    "pair",
    "team",
    "wave",
    "lot",
    "lots",
    "couple",
    "tens",
    "score",
    "scores",
    "some",
    "many",
    "most",
    "several",
    "one",
    "both",
    "all",
    "others",
    "other",
    "part",
    "parts",
    "rest",
    "half",
    "percent",
    "few",
    "each",
    "none",
    "any",
    "those",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "mob",
    "crowd",
    "network",
    "networks",
    "band",
    "kind",
    "type",
    "total",
    "variety",
    "range",
    "coalition",
    "convoy",
    "column",
    "list",
    "round",
    "string",
    "series",
    "flow",
    "influx",
    "ranks",
    "third",
    "quarter",
    "core",
    "branch",
    "wing",
    "remnants",
    "bulk",
    "class",
    "groups",
    "bunch",
];

/// Reads phrases of one analysis.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a, 'd> {
    pub(super) tables: &'a Tables,
    pub(super) analysis: &'a Analysis<'d>,
}

/// A noun phrase without what follows its head.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    pub(super) head: usize,
    /// From its first modifier to its head, names taken whole.
    pub(super) tokens: Range<usize>,
    pub(super) sentence: Range<usize>,
}

impl<'a, 'd> Reader<'a, 'd> {
    pub(super) fn new(tables: &'a Tables, analysis: &'a Analysis<'d>) -> Self {
        Reader { tables, analysis }
    }

    /// See [`super::Directory::parties`].
    pub(super) fn parties(&self, head: usize) -> Vec<Party> {
        if head >= self.analysis.tokens.len() {
            return Vec::new();
        }
        self.read(head, 0)
    }

    pub(super) fn read(&self, head: usize, depth: usize) -> Vec<Party> {
        if depth > DEEPEST {
            return Vec::new();
        }
        let mut out: Vec<Party> = Vec::new();
        for (number, member) in self.members(head).into_iter().enumerate() {
            let lender = (number > 0).then_some(head);
            for party in self.single(member, lender, depth) {
                if !out.iter().any(|p| p.span == party.span && p.same_as(&party)) {
                    out.push(party);
                }
            }
        }
        out
    }

    /// The tree of the sentence that holds a token, with the sentence's first token.
    pub(super) fn tree(&self, token: usize) -> Option<(&'a Tree, usize)> {
        let sentence = self.analysis.sentences.get(self.analysis.sentence_of(token))?;
        let tree = sentence.tree.as_ref()?;
        (token >= sentence.tokens.start && token - sentence.tokens.start < tree.heads.len())
            .then_some((tree, sentence.tokens.start))
    }

    pub(super) fn sentence_tokens(&self, token: usize) -> Range<usize> {
        self.analysis.sentences.get(self.analysis.sentence_of(token)).map_or(token..token + 1, |s| s.tokens.clone())
    }

    /// The relation and head of a token; the head as a number into the analysis.
    pub(super) fn link(&self, token: usize) -> Option<(Rel, Option<usize>)> {
        let (tree, base) = self.tree(token)?;
        Some((tree.rels[token - base], tree.heads[token - base].map(|h| h as usize + base)))
    }

    /// Direct dependents with one of these relations.
    pub(super) fn children(&self, token: usize, rels: &[Rel]) -> Vec<usize> {
        match self.tree(token) {
            Some((tree, base)) => tree.children_by(token - base, rels).map(|c| c + base).collect(),
            None => Vec::new(),
        }
    }

    pub(super) fn lower(&self, token: usize) -> String {
        self.analysis.word(token).to_lowercase()
    }

    /// The phrase around a head.
    pub(super) fn phrase(&self, head: usize) -> Phrase {
        let sentence = self.sentence_tokens(head);
        let mut start = head;
        let mut end = head + 1;
        if let Some(mention) = self.analysis.mention_at(head) {
            start = start.min(mention.tokens.start);
            end = end.max(mention.tokens.end);
        }
        let anchor = start..end;
        while start > sentence.start && anchor.start - start < REACH {
            let before = start - 1;
            if !self.modifies(before, head, &anchor) || self.parts_nouns(before) {
                break;
            }
            // Nothing stands before an article but "all", "both" and the like.
            let article = matches!(self.lower(before).as_str(), "the" | "a" | "an" | "these" | "those");
            if article
                && before > sentence.start
                && !matches!(
                    self.lower(before - 1).as_str(),
                    "all" | "both" | "half" | "such" | "nearly" | "about" | "almost"
                )
            {
                start = before;
                break;
            }
            start = self.analysis.mention_at(before).map_or(before, |m| m.tokens.start.max(sentence.start)).min(before);
        }
        // No phrase begins with a conjunction, a mark or a clitic.
        while start < anchor.start {
            let upos = self.analysis.tokens[start].upos;
            let word = self.analysis.word(start);
            if matches!(upos, Upos::Cconj | Upos::Punct | Upos::Part | Upos::Adp | Upos::Sconj)
                || matches!(word, "," | "'s" | "’s" | "-" | "and" | "or")
            {
                start += 1;
            } else {
                break;
            }
        }
        Phrase { head, tokens: start..end, sentence }
    }

    /// Whether a token left of the head belongs to its phrase.
    fn modifies(&self, token: usize, head: usize, anchor: &Range<usize>) -> bool {
        if let Some((tree, base)) = self.tree(head) {
            let mut at = token;
            for _ in 0..tree.heads.len() {
                let Some(up) = tree.heads[at - base].map(|h| h as usize + base) else { return false };
                if anchor.contains(&up) {
                    return matches!(
                        tree.rels[at - base],
                        Rel::Det
                            | Rel::DetPredet
                            | Rel::Amod
                            | Rel::Compound
                            | Rel::Nummod
                            | Rel::NmodPoss
                            | Rel::NmodDesc
                            | Rel::NmodUnmarked
                            | Rel::Flat
                            | Rel::CcPreconj
                            | Rel::Goeswith
                    ) || (tree.rels[at - base] == Rel::Punct
                        && matches!(self.analysis.word(at), "-" | "“" | "\"" | "‘" | "'" | "–"))
                        || (tree.rels[at - base] == Rel::Advmod
                            && !matches!(self.analysis.tokens[up].upos, Upos::Verb)
                            && at + 4 > anchor.start)
                        || (tree.rels[at - base] == Rel::Case
                            && matches!(self.analysis.word(at), "'s" | "’s" | "'" | "’"));
                }
                at = up;
            }
            return false;
        }
        let word = self.lower(token);
        match self.analysis.tokens[token].upos {
            Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num | Upos::Det => true,
            Upos::Part | Upos::Punct => matches!(word.as_str(), "'s" | "’s" | "-"),
            Upos::Pron => matches!(word.as_str(), "its" | "their" | "his" | "her" | "our" | "my" | "your"),
            Upos::Cconj => {
                token > 0
                    && self.analysis.mention_at(token - 1).is_some()
                    && self.analysis.mention_at(token + 1).is_some()
            }
            Upos::X => self.analysis.mention_at(token).is_some() || matches!(word.as_str(), "the" | "a" | "an" | "'s"),
            _ => false,
        }
    }

    /// One member of a coordination; `lender` is the first member, whose modifiers it may share.
    fn single(&self, head: usize, lender: Option<usize>, depth: usize) -> Vec<Party> {
        if let Some(mention) = self.analysis.mention_at(head) {
            return self.named(head, mention, depth);
        }
        if pronoun::is_pronoun(self.analysis, head) {
            return pronoun::resolve(self, head, depth);
        }
        let phrase = self.phrase(head);
        if let Some(found) = description::read(self, &phrase, lender, depth) {
            // "children of illegal aliens": a word that says little belongs to what follows it.
            return if found.is_empty() { self.counted(&phrase, depth) } else { found };
        }
        let word = self.lower(head);
        if COLLECTIVES.contains(&word.as_str()) || self.analysis.tokens[head].upos == Upos::Num {
            return self.counted(&phrase, depth);
        }
        self.unknown_person(&phrase)
    }

    /// "dozens of protesters": the people, with the span of the whole.
    fn counted(&self, phrase: &Phrase, depth: usize) -> Vec<Party> {
        let of = match self.tree(phrase.head) {
            Some(_) => self.children(phrase.head, &[Rel::Nmod]).into_iter().find(|&c| {
                c > phrase.head
                    && self.children(c, &[Rel::Case]).iter().any(|&k| matches!(self.lower(k).as_str(), "of" | "among"))
            }),
            None => self.linear_of(phrase.tokens.end, &phrase.sentence),
        };
        let Some(of) = of else { return Vec::new() };
        let number = self.number(&phrase.tokens);
        let mut inner = self.read(of, depth + 1);
        for party in &mut inner {
            // "members of Congress" are lawmakers, "members of the group" the group.
            party.number = party.number.or(number);
            let end = self.phrase(of).tokens.end.max(phrase.tokens.end);
            if end - phrase.tokens.start < 40 && party.span.is_some() {
                self.place(party, phrase.tokens.start..end);
            }
        }
        inner
    }

    /// The head after "of", without a tree.
    fn linear_of(&self, from: usize, sentence: &Range<usize>) -> Option<usize> {
        if from >= sentence.end || self.lower(from) != "of" {
            return None;
        }
        let mut last = None;
        for token in from + 1..sentence.end.min(from + 12) {
            match self.analysis.tokens[token].upos {
                Upos::Noun | Upos::Propn | Upos::Pron => last = Some(token),
                Upos::Adj | Upos::Det | Upos::Num | Upos::Part => {}
                _ => break,
            }
        }
        last
    }

    /// A phrase whose head lies in a mention.
    fn named(&self, head: usize, mention: &Mention, depth: usize) -> Vec<Party> {
        let mut party = mention.party.clone();
        let phrase = self.phrase(head);
        if mention.kind == MentionKind::Capital && self.stands_in(head, mention) {
            return Vec::new();
        }
        // A name that only modifies a role noun beside it: trees of headlines and lists do that.
        let next = mention.tokens.end;
        if self.tree(head).is_none()
            && next < phrase.sentence.end
            && self.analysis.mention_at(next).is_none()
            && let Some(role) = self.tables.roles.get(self.analysis.word(next))
        {
            let adjective = mention.kind == MentionKind::Demonym
                || matches!(mention.kind, MentionKind::Country | MentionKind::Group | MentionKind::Organisation);
            if adjective && matches!(role.kind, Kind::Force | Kind::Office | Kind::People | Kind::Body) {
                let inner = self.phrase(next);
                if let Some(found) = description::read(self, &inner, None, depth) {
                    return found;
                }
            }
        }
        self.localise(mention, &mut party, &phrase);
        if party.country.is_none() || party.sector.is_none() {
            for other in self.children(head, &[Rel::Appos]).into_iter().take(2) {
                if let [said] = self.read(other, depth + 1).as_slice() {
                    party.country = party.country.or_else(|| said.country.clone());
                    party.sector = party.sector.or(said.sector);
                }
            }
        }
        self.mark(&mut party, &phrase.tokens, mention.tokens.start);
        let beside = self.shared_role(mention);
        let mut start = mention.tokens.start;
        if start > phrase.sentence.start && matches!(self.lower(start - 1).as_str(), "the") {
            start -= 1;
        }
        self.place(&mut party, start..mention.tokens.end);
        beside.into_iter().chain([party]).collect()
    }

    /// A body with a general name ("Congress", "Supreme Court") belongs to the state that is named beside it or spoken of.
    fn localise(&self, mention: &Mention, party: &mut Party, phrase: &Phrase) {
        let words = self.analysis.phrase(mention.tokens.clone());
        let general = self.tables.roles.get(words).is_some_and(|r| matches!(r.kind, Kind::Body | Kind::Force));
        if !general || !matches!(mention.kind, MentionKind::Organisation | MentionKind::Unlisted) {
            return;
        }
        let own = party.country.clone();
        let beside = (phrase.tokens.start..mention.tokens.start)
            .filter_map(|t| self.analysis.mention_at(t))
            .find(|m| matches!(m.kind, MentionKind::Country | MentionKind::Demonym))
            .and_then(|m| m.party.country.clone());
        let other = beside.or_else(|| {
            let publisher = self.analysis.publisher.as_ref().and_then(|p| p.country.clone());
            if publisher == own { None } else { super::antecedent::context(self, mention.tokens.start) }
        });
        if let Some(code) = other.filter(|code| Some(code) != own.as_ref() && self.tables.country(code).is_some()) {
            let demonym = self.tables.demonym(&code).unwrap_or_default();
            party.name = Some(format!("{demonym} {words}"));
            party.country = Some(code);
            party.wikidata = None;
        }
    }

    /// Whether a capital is the place where something happens.
    fn stands_in(&self, head: usize, mention: &Mention) -> bool {
        let before = mention.tokens.start.checked_sub(1).map(|t| self.lower(t)).unwrap_or_default();
        let cased = self
            .children(head, &[Rel::Case])
            .iter()
            .any(|&c| matches!(self.lower(c).as_str(), "in" | "at" | "near" | "around" | "outside" | "across"));
        cased
            || matches!(
                before.as_str(),
                "in" | "at" | "near" | "around" | "outside" | "across" | "downtown" | "central"
            )
    }

    /// Marks of suspicion and numbers before a name or role.
    pub(super) fn mark(&self, party: &mut Party, tokens: &Range<usize>, until: usize) {
        for token in tokens.start..until {
            if self.tables.roles.cue(self.analysis.word(token)) == Some("alleged") {
                party.alleged = true;
            }
        }
        party.number = party.number.or_else(|| self.number(&(tokens.start..until)));
    }

    /// The number that a phrase gives to what it counts.
    pub(super) fn number(&self, tokens: &Range<usize>) -> Option<u64> {
        let (first, last) =
            (self.analysis.tokens.get(tokens.start)?, self.analysis.tokens.get(tokens.end.checked_sub(1)?)?);
        if tokens.is_empty() {
            return None;
        }
        let from = self.analysis.numbers.partition_point(|n| n.bytes.end <= first.bytes.start);
        let given = self.analysis.numbers[from..]
            .iter()
            .take_while(|n| n.bytes.start < last.bytes.end)
            .find(|n| !n.ordinal && n.unit.is_none());
        if let Some(best) = given.and_then(|n| n.best).filter(|b| *b >= 0.0 && *b < 1e15 && b.fract() == 0.0) {
            return Some(best as u64);
        }
        tokens.clone().find_map(|t| small_number(&self.lower(t)))
    }

    /// Sets where the text names the party.
    pub(super) fn place(&self, party: &mut Party, tokens: Range<usize>) {
        party.span = Some(self.analysis.token_span(tokens.clone()));
        party.text = Some(self.analysis.phrase(tokens).to_string());
    }

    /// A capitalised name that nothing is known of, in the place of one who acts or speaks.
    fn unknown_person(&self, phrase: &Phrase) -> Vec<Party> {
        let acts = matches!(self.link(phrase.head), Some((Rel::Nsubj | Rel::NsubjPass | Rel::OblAgent, _)));
        let names: Vec<usize> = (phrase.tokens.start..phrase.tokens.end)
            .chain(self.children(phrase.head, &[Rel::Flat]))
            .filter(|&t| self.analysis.tokens[t].upos == Upos::Propn && word::is_capital(self.analysis.word(t)))
            .collect();
        let (Some(&from), Some(&to)) = (names.iter().min(), names.iter().max()) else { return Vec::new() };
        if !acts || to - from == 0 || to - from > 3 || self.is_toponym(from..to + 1) {
            return Vec::new();
        }
        if self.tables.roles.gender(self.analysis.word(from)).is_none() {
            return Vec::new();
        }
        let mut party = Party::named(self.analysis.phrase(from..to + 1));
        self.place(&mut party, from..to + 1);
        vec![party]
    }

    /// Whether a place name overlaps the tokens.
    pub(super) fn is_toponym(&self, tokens: Range<usize>) -> bool {
        self.toponym(tokens).is_some()
    }

    /// The country of the place named among the tokens.
    pub(super) fn toponym(&self, tokens: Range<usize>) -> Option<&'a tocsin_record::Place> {
        let (first, last) =
            (self.analysis.tokens.get(tokens.start)?, self.analysis.tokens.get(tokens.end.checked_sub(1)?)?);
        let from = self.analysis.toponyms.partition_point(|t| t.bytes.end <= first.bytes.start);
        self.analysis.toponyms.get(from).filter(|t| t.bytes.start < last.bytes.end).map(|t| &t.place)
    }
}

/// Small number words and digits.
fn small_number(word: &str) -> Option<u64> {
    const WORDS: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    if let Some(at) = WORDS.iter().position(|w| *w == word) {
        return (at > 0).then_some(at as u64);
    }
    match word {
        "both" => Some(2),
        "thirty" => Some(30),
        "forty" => Some(40),
        "fifty" => Some(50),
        _ if word.len() <= 12 && word.starts_with(|c: char| c.is_ascii_digit()) => word.replace(',', "").parse().ok(),
        _ => None,
    }
}

/// The sector of a party that acts for a state.
pub(super) fn is_of_state(sector: Option<Sector>) -> bool {
    matches!(sector, Some(Sector::Gov | Sector::Leg | Sector::Jud | Sector::Cop | Sector::Mil | Sector::Spy))
}
