//! Repairs of a parsed sentence by what names and grammar make certain: a greedy parser errs where a glance at the whole
//! sentence settles it.

use crate::analysis::{Analysis, MentionKind, Rel, Tag, Tree, Upos};
use std::ops::Range;

/// Past forms of irregular verbs that are no other word, with their verb. A tagger that never saw one takes it for an
/// adjective or a noun.
const CERTAIN_PAST: &[(&str, &str)] = &[
    ("overthrew", "overthrow"),
    ("withdrew", "withdraw"),
    ("withheld", "withhold"),
    ("flew", "fly"),
    ("forbade", "forbid"),
    ("foresaw", "foresee"),
    ("foretold", "foretell"),
    ("overran", "overrun"),
    ("overtook", "overtake"),
    ("undertook", "undertake"),
    ("withstood", "withstand"),
    ("forsook", "forsake"),
    ("rebuilt", "rebuild"),
    ("retook", "retake"),
    ("overcame", "overcome"),
    ("upheld", "uphold"),
    ("arose", "arise"),
    ("swore", "swear"),
    ("tore", "tear"),
    ("strove", "strive"),
    ("shook", "shake"),
    ("sank", "sink"),
    ("fled", "flee"),
    ("sought", "seek"),
    ("fought", "fight"),
    ("forgave", "forgive"),
    ("misled", "mislead"),
    ("mistook", "mistake"),
    ("slew", "slay"),
    ("swept", "sweep"),
    ("overrode", "override"),
    ("oversaw", "oversee"),
    ("outlawed", "outlaw"),
    ("rode", "ride"),
    ("wept", "weep"),
    ("forewent", "forgo"),
    ("redrew", "redraw"),
    ("clung", "cling"),
    ("struck", "strike"),
];

/// Corrects words whose form leaves no doubt.
pub fn words(analysis: &mut Analysis<'_>) {
    let text = analysis.text;
    for number in 0..analysis.tokens.len() {
        let word = &text[analysis.tokens[number].bytes.clone()];
        if word.len() > 10 || !word.is_ascii() {
            continue;
        }
        let Some((_, verb)) = CERTAIN_PAST.iter().find(|(form, _)| word.eq_ignore_ascii_case(form)) else { continue };
        let token = &mut analysis.tokens[number];
        if token.tag != Tag::Vbn {
            token.tag = Tag::Vbd;
        }
        token.upos = Upos::Verb;
        token.lemma = (*verb).to_owned();
    }
}

/// A sentence without any verb of its own, in which a participle stands between two nouns ("Egypt imposed restrictions on
/// journalists"), is told by that participle: the tagger took it for an adjective.
fn find_verb(analysis: &mut Analysis<'_>, tokens: &Range<usize>, tree: &mut Tree) {
    let text = analysis.text;
    let tags = |n: usize| (analysis.tokens[tokens.start + n].upos, analysis.tokens[tokens.start + n].tag);
    let verbal = (0..tree.heads.len()).any(|n| {
        let (upos, tag) = tags(n);
        upos == Upos::Aux
            || matches!(tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md)
            || upos == Upos::Verb && matches!(tree.rels[n], Rel::Root | Rel::Acl | Rel::Advcl | Rel::Parataxis)
    });
    if verbal || !text[analysis.tokens[tokens.end - 1].bytes.clone()].ends_with(['.', '!', '?', '"', '”']) {
        return;
    }
    let noun = |n: usize| matches!(tags(n).0, Upos::Noun | Upos::Propn | Upos::Pron);
    let verb = (1..tree.heads.len().saturating_sub(1)).find(|&n| {
        let word = &text[analysis.tokens[tokens.start + n].bytes.clone()];
        let opens = |next: usize| {
            matches!(
                tags(next).0,
                Upos::Det | Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Adp | Upos::Pron
            )
        };
        word.ends_with("ed")
            && word.len() > 4
            && word.chars().all(char::is_lowercase)
            && noun(n - 1)
            && opens(n + 1)
            && matches!(tree.rels[n], Rel::Amod | Rel::Compound | Rel::Acl)
    });
    let Some(verb) = verb else { return };
    let Some(root) = (0..tree.heads.len()).find(|&n| tree.rels[n] == Rel::Root && n > verb && noun(n)) else { return };
    let subject = verb - 1;
    tree.heads[verb] = None;
    tree.rels[verb] = Rel::Root;
    tree.heads[root] = Some(verb as u32);
    tree.rels[root] = Rel::Obj;
    tree.heads[subject] = Some(verb as u32);
    tree.rels[subject] = Rel::Nsubj;
    for n in 0..subject {
        if tree.heads[n].is_some_and(|h| h as usize >= verb) {
            tree.heads[n] = Some(subject as u32);
        }
    }
    let word = text[analysis.tokens[tokens.start + verb].bytes.clone()].to_owned();
    let token = &mut analysis.tokens[tokens.start + verb];
    (token.upos, token.tag) = (Upos::Verb, Tag::Vbd);
    token.lemma = crate::syntax::lemma::by_rule(word, Tag::Vbd, |_| false);
}

/// Mends the tree of one sentence.
pub fn repair(analysis: &mut Analysis<'_>, sentence: usize) {
    let tokens = analysis.sentences[sentence].tokens.clone();
    let Some(mut tree) = analysis.sentences[sentence].tree.take() else { return };
    if tree.heads.len() == tokens.len() {
        find_verb(analysis, &tokens, &mut tree);
        let view = View { analysis, first: tokens.start };
        off_punctuation(&view, &mut tree);
        for mention in names(analysis, &tokens) {
            unite(&mut tree, mention);
        }
        view.off_auxiliaries(&mut tree);
        view.arguments(&mut tree);
        view.compounds(&mut tree);
        view.of_phrases(&mut tree);
        view.lone_recipient(&mut tree);
        view.second_subject(&mut tree);
        view.stray_subject(&mut tree);
        view.named_receiver(&mut tree);
        view.verbless(&mut tree);
    }
    analysis.sentences[sentence].tree = Some(tree);
}

struct View<'a, 'd> {
    analysis: &'a Analysis<'d>,
    first: usize,
}

impl View<'_, '_> {
    fn upos(&self, node: usize) -> Upos {
        self.analysis.tokens[self.first + node].upos
    }

    fn tag(&self, node: usize) -> Tag {
        self.analysis.tokens[self.first + node].tag
    }

    /// "a weapons sale", read as two objects of one verb, is a compound: two common nouns side by side under one head with
    /// nothing between them.
    fn compounds(&self, tree: &mut Tree) {
        for left in 0..tree.heads.len().saturating_sub(1) {
            let right = left + 1;
            let same = |upos| self.upos(left) == upos && self.upos(right) == upos;
            let nouns = same(Upos::Noun) || same(Upos::Propn) && !self.parted(left, right);
            let together = tree.heads[left].is_some() && tree.heads[left] == tree.heads[right];
            let below = tree.heads[left].is_some_and(|h| (h as usize) < left);
            let argument =
                |rel| matches!(rel, Rel::Obj | Rel::Obl | Rel::Xcomp | Rel::Iobj | Rel::Nmod | Rel::OblUnmarked);
            if nouns && together && below && argument(tree.rels[left]) && argument(tree.rels[right]) {
                let timed = matches!(tree.rels[right], Rel::OblUnmarked) || self.is_time(right);
                if timed || tree.children(right).any(|c| c < right && tree.rels[c] == Rel::Case) {
                    continue;
                }
                tree.rels[right] = tree.rels[left];
                tree.heads[left] = Some(right as u32);
                tree.rels[left] = Rel::Compound;
                // What stood before the first noun belongs to the whole.
                for child in 0..left {
                    if tree.heads[child] == Some(left as u32) {
                        tree.heads[child] = Some(right as u32);
                    }
                }
            }
        }
    }

    /// Whether two words belong to two different names.
    fn parted(&self, left: usize, right: usize) -> bool {
        let of = |node: usize| self.analysis.mention_at(self.first + node).map(|m| m.tokens.start);
        matches!((of(left), of(right)), (Some(a), Some(b)) if a != b)
    }

    fn is_time(&self, node: usize) -> bool {
        let bytes = &self.analysis.tokens[self.first + node].bytes;
        let at = self.analysis.times.partition_point(|t| t.bytes.end <= bytes.start);
        self.analysis.times.get(at).is_some_and(|t| t.bytes.start <= bytes.start)
    }

    /// Nothing but its own fixed parts hangs on an auxiliary: its dependents go to its verb.
    fn off_auxiliaries(&self, tree: &mut Tree) {
        for node in 0..tree.heads.len() {
            let Some(head) = tree.heads[node].map(|h| h as usize) else { continue };
            if matches!(tree.rels[head], Rel::Aux | Rel::AuxPass | Rel::Cop)
                && tree.rels[node] != Rel::Fixed
                && let Some(verb) = tree.heads[head].filter(|&v| v as usize != node)
            {
                tree.heads[node] = Some(verb);
            }
        }
    }

    /// A name or noun that hangs on a verb like a clause, but has no verb and no mark, is its object or its oblique.
    fn arguments(&self, tree: &mut Tree) {
        for node in 0..tree.heads.len() {
            let nominal = matches!(self.upos(node), Upos::Noun | Upos::Propn);
            let Some(head) = tree.heads[node].map(|h| h as usize).filter(|&h| h < node) else { continue };
            if !nominal
                || !matches!(tree.rels[node], Rel::Advcl | Rel::Xcomp | Rel::Dep)
                || self.upos(head) != Upos::Verb
            {
                continue;
            }
            let has = |rels: &[Rel]| tree.children(node).any(|c| rels.contains(&tree.rels[c]));
            if has(&[Rel::Cop, Rel::Mark, Rel::Nsubj, Rel::Aux]) {
                continue;
            }
            let placed = has(&[Rel::Case]);
            if placed {
                tree.rels[node] = Rel::Obl;
            } else if !tree.children(head).any(|c| tree.rels[c] == Rel::Obj) {
                tree.rels[node] = Rel::Obj;
            }
        }
    }

    /// An of-phrase right after a noun belongs to the noun, but for verbs that take one themselves.
    fn of_phrases(&self, tree: &mut Tree) {
        const TAKE_OF: &[&str] = &[
            "accuse", "warn", "convict", "deprive", "strip", "rob", "rid", "inform", "remind", "clear", "suspect",
            "acquit", "assure", "notify", "relieve", "absolve", "cure", "ask", "make", "think", "speak",
        ];
        for node in 0..tree.heads.len() {
            let Some(verb) = tree.heads[node].map(|h| h as usize) else { continue };
            if tree.rels[node] != Rel::Obl || self.upos(verb) != Upos::Verb || verb >= node {
                continue;
            }
            let Some(case) = tree.children_by(node, &[Rel::Case]).next() else { continue };
            let lemma = |n: usize| self.analysis.tokens[self.first + n].lemma.as_str();
            let noun = case.wrapping_sub(1);
            if case > 0
                && lemma(case) == "of"
                && !TAKE_OF.contains(&lemma(verb))
                && matches!(self.upos(noun), Upos::Noun | Upos::Num | Upos::Propn)
                && tree.is_under(noun, verb)
                && !tree.is_under(noun, node)
            {
                tree.heads[node] = Some(noun as u32);
                tree.rels[node] = Rel::Nmod;
            }
        }
    }

    /// A receiver without anything received is the object ("warned Hamas").
    fn lone_recipient(&self, tree: &mut Tree) {
        for node in 0..tree.heads.len() {
            if tree.rels[node] == Rel::Iobj {
                let alone = tree.heads[node].is_none_or(|head| {
                    !tree.children(head as usize).any(|c| c != node && matches!(tree.rels[c], Rel::Obj | Rel::Iobj))
                });
                if alone {
                    tree.rels[node] = Rel::Obj;
                }
            }
        }
    }

    /// A subject of a noun that has no copula, behind a verb without an object, is that verb's object.
    fn stray_subject(&self, tree: &mut Tree) {
        for node in 0..tree.heads.len() {
            if tree.rels[node] != Rel::Nsubj {
                continue;
            }
            let Some(head) = tree.heads[node].map(|h| h as usize).filter(|&h| h > node) else { continue };
            let nominal = matches!(self.upos(head), Upos::Noun | Upos::Propn)
                && !tree.children(head).any(|c| matches!(tree.rels[c], Rel::Cop | Rel::Aux));
            let Some(verb) = tree.heads[head].map(|v| v as usize).filter(|&v| v < node) else { continue };
            let open = self.upos(verb) == Upos::Verb
                && !tree.children(verb).any(|c| matches!(tree.rels[c], Rel::Obj | Rel::Ccomp | Rel::Xcomp));
            if nominal && open {
                tree.heads[node] = Some(verb as u32);
                tree.rels[node] = Rel::Obj;
            }
        }
    }

    /// Of two subjects around a verb without an object, the later is the object.
    fn second_subject(&self, tree: &mut Tree) {
        for verb in 0..tree.heads.len() {
            if self.upos(verb) != Upos::Verb
                || tree.children(verb).any(|c| matches!(tree.rels[c], Rel::Obj | Rel::Ccomp))
            {
                continue;
            }
            let before = tree.children(verb).any(|c| c < verb && tree.rels[c] == Rel::Nsubj);
            let after = tree.children(verb).find(|&c| c > verb && tree.rels[c] == Rel::Nsubj);
            if let (true, Some(after)) = (before, after) {
                tree.rels[after] = Rel::Obj;
            }
        }
    }

    /// "has given Ukraine ammunition": a state's name before what is given is the receiver, not part of a compound.
    fn named_receiver(&self, tree: &mut Tree) {
        const GIVING: &[&str] =
            &["give", "send", "grant", "offer", "lend", "sell", "supply", "deny", "promise", "hand", "pledge"];
        for name in 0..tree.heads.len() {
            let Some(noun) = tree.heads[name].map(|h| h as usize).filter(|&h| h > name) else { continue };
            let Some(verb) = tree.heads[noun].map(|h| h as usize).filter(|&h| h + 1 == name) else { continue };
            let country = self
                .analysis
                .mention_at(self.first + name)
                .is_some_and(|m| matches!(m.kind, MentionKind::Country | MentionKind::Group | MentionKind::Person));
            let lemma = self.analysis.tokens[self.first + verb].lemma.as_str();
            if tree.rels[name] == Rel::Compound && tree.rels[noun] == Rel::Obj && country && GIVING.contains(&lemma) {
                tree.heads[name] = Some(verb as u32);
                tree.rels[name] = Rel::Iobj;
            }
        }
    }

    /// A sentence whose root is a noun with a participle after it, and that has no verb of its own, has that participle as
    /// its verb ("The minister traveled to India").
    fn verbless(&self, tree: &mut Tree) {
        let Some(root) = (0..tree.heads.len()).find(|&n| tree.rels[n] == Rel::Root) else { return };
        if !matches!(self.upos(root), Upos::Noun | Upos::Propn | Upos::Pron) {
            return;
        }
        let finite = tree.children(root).any(|c| {
            matches!(tree.rels[c], Rel::Cop | Rel::Nsubj | Rel::Aux | Rel::Parataxis | Rel::Ccomp)
                || matches!(self.tag(c), Tag::Vbd | Tag::Vbz | Tag::Vbp) && tree.rels[c] != Rel::AclRelcl
        });
        if finite || tree.children(root).any(|c| c < root && tree.rels[c] == Rel::Case) {
            return;
        }
        let Some(verb) = tree
            .children(root)
            .find(|&c| c > root && tree.rels[c] == Rel::Acl && self.tag(c) == Tag::Vbn && self.upos(c) == Upos::Verb)
        else {
            return;
        };
        let lemma = |n: usize| self.analysis.tokens[self.first + n].lemma.as_str();
        let by = |c: usize| tree.children_by(c, &[Rel::Case]).any(|case| lemma(case) == "by");
        if tree.children(verb).any(|c| matches!(tree.rels[c], Rel::OblAgent | Rel::Obl) && by(c)) {
            return;
        }
        let unmarked: Vec<usize> = tree
            .children(verb)
            .filter(|&c| tree.rels[c] == Rel::OblAgent && tree.children_by(c, &[Rel::Case]).next().is_none())
            .collect();
        for object in unmarked {
            tree.rels[object] = Rel::Obj;
        }
        tree.heads[verb] = None;
        tree.rels[verb] = Rel::Root;
        tree.heads[root] = Some(verb as u32);
        tree.rels[root] = Rel::Nsubj;
        for child in verb + 1..tree.heads.len() {
            if tree.heads[child] == Some(root as u32) {
                tree.heads[child] = Some(verb as u32);
                tree.rels[child] = match tree.rels[child] {
                    Rel::Nmod => Rel::Obl,
                    Rel::Conj | Rel::Appos => Rel::Obj,
                    other => other,
                };
            }
        }
    }
}

/// Nothing hangs on a punctuation mark: its dependents go to its own head.
fn off_punctuation(view: &View<'_, '_>, tree: &mut Tree) {
    for node in 0..tree.heads.len() {
        for _ in 0..4 {
            match tree.heads[node] {
                Some(head) if view.upos(head as usize) == Upos::Punct => {
                    let next = tree.heads[head as usize];
                    if next == Some(node as u32) || next.is_none() {
                        break;
                    }
                    tree.heads[node] = next;
                }
                _ => break,
            }
        }
    }
}

/// Names and toponyms of several words in a sentence, as ranges of its nodes.
fn names(analysis: &Analysis<'_>, tokens: &Range<usize>) -> Vec<Range<usize>> {
    let from = analysis.mentions.partition_point(|m| m.tokens.end <= tokens.start);
    let mut found: Vec<Range<usize>> = analysis.mentions[from..]
        .iter()
        .take_while(|m| m.tokens.start < tokens.end)
        .filter(|m| m.tokens.len() > 1 && m.tokens.start >= tokens.start && m.tokens.end <= tokens.end)
        .map(|m| m.tokens.start - tokens.start..m.tokens.end - tokens.start)
        .collect();
    if tokens.is_empty() {
        return found;
    }
    let bytes = analysis.tokens[tokens.start].bytes.start..analysis.tokens[tokens.end - 1].bytes.end;
    let from = analysis.toponyms.partition_point(|t| t.bytes.end <= bytes.start);
    for toponym in analysis.toponyms[from..].iter().take_while(|t| t.bytes.start < bytes.end) {
        let within = &analysis.tokens[tokens.clone()];
        let start = within.partition_point(|t| t.bytes.end <= toponym.bytes.start);
        let end = within.partition_point(|t| t.bytes.start < toponym.bytes.end);
        if end > start + 1 && !found.iter().any(|n| n.start < end && start < n.end) {
            found.push(start..end);
        }
    }
    found
}

/// Makes one name one phrase: of its words that hang outside, one stays and the others hang on it.
fn unite(tree: &mut Tree, name: Range<usize>) {
    let outside: Vec<usize> =
        name.clone().filter(|&n| tree.heads[n].is_none_or(|h| !name.contains(&(h as usize)))).collect();
    if let [top] = outside[..] {
        // A preposition before the name's first word is the whole name's.
        for child in 0..name.start {
            if tree.heads[child].is_some_and(|h| h as usize != top && name.contains(&(h as usize))) {
                tree.heads[child] = Some(top as u32);
            }
        }
    }
    if outside.len() < 2 {
        return;
    }
    // An argument says more of the name's place than a modifier.
    let weight = |n: usize| match tree.rels[n] {
        Rel::Root => 0,
        Rel::Nsubj | Rel::NsubjPass | Rel::Obj => 1,
        Rel::Obl | Rel::Nmod | Rel::OblAgent | Rel::NmodPoss | Rel::Conj | Rel::Appos | Rel::Iobj => 2,
        _ => 3,
    };
    let Some(&keep) = outside.iter().min_by_key(|&&n| (weight(n), std::cmp::Reverse(n))) else { return };
    for n in outside {
        // Never make a word hang on one of its own dependents.
        if n == keep || tree.is_under(keep, n) {
            continue;
        }
        tree.heads[n] = Some(keep as u32);
        tree.rels[n] = if n < keep { Rel::Compound } else { Rel::Flat };
        // What hung on the word from outside belongs to the name: its preposition, its article, its apposition.
        for child in 0..tree.heads.len() {
            if tree.heads[child] == Some(n as u32) && !name.contains(&child) && !tree.is_under(keep, child) {
                tree.heads[child] = Some(keep as u32);
            }
        }
    }
}
