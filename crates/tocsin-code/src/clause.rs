//! Clauses as the rules see them: who is subject, who is object, what hangs on which preposition, with passives,
//! control, coordination and relative clauses undone.

use tocsin_language::{Analysis, MentionKind, Rel, Tag, Token, Tree, Upos};

/// One parsed sentence. Node numbers are those of the tree: relative to the sentence's first token.
#[derive(Clone, Copy)]
pub struct Clause<'a, 'd> {
    /// The analysis it belongs to.
    pub analysis: &'a Analysis<'d>,
    /// Number of the sentence.
    pub sentence: usize,
    /// Its tree.
    pub tree: &'a Tree,
    first: usize,
}

/// A dependent with the preposition before it, lower-cased; several words are joined by a space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oblique {
    /// The preposition; empty for a bare dependent.
    pub case: String,
    /// Its noun.
    pub node: usize,
}

/// Verbs whose infinitive is done by their object ("urged Mexico to act").
const OBJECT_CONTROL: &[&str] = &[
    "order",
    "tell",
    "urge",
    "ask",
    "allow",
    "force",
    "direct",
    "authorize",
    "authorise",
    "help",
    "instruct",
    "permit",
    "enable",
    "invite",
    "request",
    "require",
    "persuade",
    "pressure",
    "command",
    "compel",
    "lead",
    "cause",
    "encourage",
    "warn",
    "advise",
    "task",
    "call",
    "press",
    "push",
    "want",
    "expect",
    "send",
    "deploy",
    "let",
    "make",
    "see",
    "have",
];

/// Verbs whose gerund after "of" or "for" is done by their object.
const ACCUSING: &[&str] = &[
    "accuse",
    "blame",
    "suspect",
    "convict",
    "criticize",
    "criticise",
    "condemn",
    "charge",
    "fault",
    "praise",
    "thank",
    "denounce",
    "prevent",
    "stop",
    "keep",
    "bar",
    "ban",
    "dissuade",
    "deter",
];

/// How far up a chain of clauses a subject is looked for.
const STEPS: usize = 6;

impl<'a, 'd> Clause<'a, 'd> {
    /// The clause view of a parsed sentence; `None` when it was not parsed.
    pub fn new(analysis: &'a Analysis<'d>, sentence: usize) -> Option<Self> {
        let s = analysis.sentences.get(sentence)?;
        let tree = s.tree.as_ref()?;
        (tree.heads.len() == s.tokens.len()).then_some(Clause { analysis, sentence, tree, first: s.tokens.start })
    }

    /// How many nodes it has.
    pub fn len(&self) -> usize {
        self.tree.heads.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.tree.heads.is_empty()
    }

    /// The token number of a node.
    pub fn token_number(&self, node: usize) -> usize {
        self.first + node
    }

    /// The node of a token number.
    pub fn node(&self, token: usize) -> usize {
        token - self.first
    }

    /// The token of a node.
    pub fn token(&self, node: usize) -> &'a Token {
        &self.analysis.tokens[self.first + node]
    }

    /// Its lemma.
    pub fn lemma(&self, node: usize) -> &'a str {
        &self.token(node).lemma
    }

    /// Its relation to its head.
    pub fn rel(&self, node: usize) -> Rel {
        self.tree.rels[node]
    }

    /// Its head.
    pub fn head(&self, node: usize) -> Option<usize> {
        self.tree.heads[node].map(|h| h as usize)
    }

    /// The first child with one of these relations.
    pub fn child(&self, node: usize, rels: &[Rel]) -> Option<usize> {
        self.tree.children(node).find(|&c| rels.contains(&self.rel(c)))
    }

    /// Whether a child with one of the lemmas stands in one of the relations.
    pub fn has_child(&self, node: usize, rels: &[Rel], lemmas: &[&str]) -> bool {
        self.tree.children(node).any(|c| rels.contains(&self.rel(c)) && lemmas.contains(&self.lemma(c)))
    }

    /// Whether it is a verb (not an auxiliary).
    pub fn is_verb(&self, node: usize) -> bool {
        self.token(node).upos == Upos::Verb
    }

    /// Whether it is a noun, a name or a pronoun.
    pub fn is_nominal(&self, node: usize) -> bool {
        matches!(self.token(node).upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
    }

    /// Whether it has an infinitive marker.
    pub fn is_infinitive(&self, node: usize) -> bool {
        self.has_child(node, &[Rel::Mark], &["to"])
    }

    /// Its auxiliaries' lemmas.
    pub fn auxiliaries(&self, node: usize) -> impl Iterator<Item = &'a str> + '_ {
        self.tree.children(node).filter(|&c| matches!(self.rel(c), Rel::Aux | Rel::AuxPass)).map(|c| self.lemma(c))
    }

    /// Whether the verb stands in the passive, be it by its own auxiliary, by coordination, or as a bare participle
    /// after its noun.
    pub fn is_passive(&self, node: usize) -> bool {
        if self.child(node, &[Rel::AuxPass, Rel::NsubjPass]).is_some() {
            return true;
        }
        if self.token(node).tag != Tag::Vbn || self.child(node, &[Rel::Aux]).is_some() {
            return false;
        }
        match self.rel(node) {
            Rel::Acl | Rel::Amod => true,
            Rel::Conj => {
                self.child(node, &[Rel::Nsubj, Rel::Obj]).is_none()
                    && self.head(node).is_some_and(|h| h < node && self.is_passive(h))
            }
            Rel::Advcl => self.child(node, &[Rel::Obj]).is_none(),
            _ => false,
        }
    }

    fn is_relative_pronoun(&self, node: usize) -> bool {
        matches!(self.token(node).tag, Tag::Wdt | Tag::Wp)
            || (self.lemma(node) == "that" && self.token(node).upos == Upos::Pron)
    }

    /// A relative pronoun stands for the noun that its clause hangs on.
    fn resolve_relative(&self, subject: usize, verb: usize) -> usize {
        if !self.is_relative_pronoun(subject) {
            return subject;
        }
        let mut at = verb;
        for _ in 0..STEPS {
            match self.rel(at) {
                Rel::AclRelcl | Rel::Acl => return self.head(at).unwrap_or(subject),
                Rel::Conj | Rel::Xcomp | Rel::Ccomp => match self.head(at) {
                    Some(head) => at = head,
                    None => break,
                },
                _ => break,
            }
        }
        subject
    }

    /// The node that does what `verb` says (the agent: by-phrase of a passive), looked for through coordination,
    /// control, participles and relative clauses.
    pub fn agent(&self, verb: usize) -> Option<usize> {
        if self.is_passive(verb) {
            return self.by_phrase(verb);
        }
        self.subject(verb, STEPS)
    }

    fn by_phrase(&self, verb: usize) -> Option<usize> {
        self.child(verb, &[Rel::OblAgent]).or_else(|| {
            self.obliques(verb).into_iter().find(|o| o.case == "by" && !self.is_time_noun(o.node)).map(|o| o.node)
        })
    }

    fn is_time_noun(&self, node: usize) -> bool {
        let bytes = &self.token(node).bytes;
        let at = self.analysis.times.partition_point(|t| t.bytes.end <= bytes.start);
        self.analysis.times.get(at).is_some_and(|t| t.bytes.start <= bytes.start)
    }

    fn subject(&self, verb: usize, steps: usize) -> Option<usize> {
        // Of two, the nearer: the other is a time or a topic before the sentence ("That April, forces ...").
        let own = self.tree.children_by(verb, &[Rel::Nsubj, Rel::NsubjOuter]).filter(|&c| c < verb).last();
        if let Some(own) = own.or_else(|| self.child(verb, &[Rel::Nsubj, Rel::NsubjOuter])) {
            return Some(self.resolve_relative(own, verb));
        }
        let head = self.head(verb)?;
        if steps == 0 {
            return None;
        }
        let up = |node: usize| {
            if self.is_passive(node) { self.patient(node) } else { self.subject(node, steps - 1) }
        };
        match self.rel(verb) {
            Rel::Conj if self.is_verb(head) => {
                if self.is_passive(head) {
                    self.patient(head)
                } else {
                    self.subject(head, steps - 1)
                }
            }
            Rel::Xcomp => {
                if OBJECT_CONTROL.contains(&self.lemma(head))
                    && let Some(object) = self.patient(head)
                {
                    return Some(object);
                }
                up(head)
            }
            // "accused Russia of shelling": done by the one accused.
            Rel::Advcl if ACCUSING.contains(&self.lemma(head)) && !self.is_infinitive(verb) => self.patient(head),
            Rel::Advcl | Rel::Ccomp | Rel::Parataxis if self.is_verb(head) => {
                (self.rel(verb) == Rel::Advcl || self.is_infinitive(verb)).then(|| up(head)).flatten()
            }
            Rel::Acl => {
                if self.token(verb).tag == Tag::Vbg && !self.is_infinitive(verb) {
                    return Some(head);
                }
                // "directs the secretary to deploy": done by the one who is told to.
                let told = self.head(head).is_some_and(|v| OBJECT_CONTROL.contains(&self.lemma(v)));
                if told && self.rel(head) == Rel::Obj && self.is_infinitive(verb) {
                    return Some(head);
                }
                // "the decision to strike": whose decision, else whoever takes it.
                self.owner(head).or_else(|| {
                    let governor = self.head(head)?;
                    (self.is_verb(governor) && matches!(self.rel(head), Rel::Obj)).then(|| up(governor)).flatten()
                })
            }
            Rel::AclRelcl => None,
            _ => None,
        }
    }

    /// The node that `verb` is done to: its object, the subject of a passive, the noun of a participle or of a relative
    /// clause with a gap.
    pub fn patient(&self, verb: usize) -> Option<usize> {
        if self.is_passive(verb) {
            if let Some(subject) = self.child(verb, &[Rel::NsubjPass]) {
                return Some(self.resolve_relative(subject, verb));
            }
            let head = self.head(verb)?;
            return match self.rel(verb) {
                Rel::Acl | Rel::Amod => Some(head),
                Rel::Conj if self.is_passive(head) => self.patient(head),
                Rel::Conj if self.is_verb(head) => self.subject(head, STEPS),
                Rel::Xcomp | Rel::Advcl if self.is_verb(head) => self.subject(head, STEPS),
                _ => None,
            };
        }
        // Of two objects the first is the one to whom it is given.
        if let Some(object) = self.tree.children_by(verb, &[Rel::Obj]).last() {
            return Some(self.resolve_relative(object, verb));
        }
        match self.rel(verb) {
            // "the men whom the army killed"
            Rel::AclRelcl if self.child(verb, &[Rel::Nsubj]).is_some_and(|s| !self.is_relative_pronoun(s)) => {
                self.head(verb)
            }
            // "attacked and burned villages": the object of the last verb is shared.
            _ => {
                if self.child(verb, &[Rel::Ccomp, Rel::Xcomp, Rel::Obl]).is_some() {
                    return None;
                }
                let later = self.tree.children(verb).filter(|&c| self.rel(c) == Rel::Conj && self.is_verb(c)).last()?;
                (self.child(later, &[Rel::Nsubj, Rel::NsubjPass]).is_none() && later - verb <= 4)
                    .then(|| self.child(later, &[Rel::Obj]))
                    .flatten()
            }
        }
    }

    /// To whom something is given: the indirect object, the first of two objects, or a name right behind the verb that was read as a
    /// part of what is given ("has given Ukraine ammunition").
    pub fn receiver(&self, verb: usize) -> Option<usize> {
        self.child(verb, &[Rel::Iobj]).or_else(|| {
            let mut objects = self.tree.children_by(verb, &[Rel::Obj]);
            let first = objects.next()?;
            objects.next().map(|_| first).or_else(|| {
                let name = verb + 1;
                let part = name < first && self.head(name) == Some(first) && self.rel(name) == Rel::Compound;
                let mention = self.analysis.mention_at(self.token_number(name))?;
                let party = matches!(mention.kind, MentionKind::Country | MentionKind::Group | MentionKind::Person);
                (part && party).then_some(name)
            })
        })
    }

    /// Whose the noun is: a possessive, or an of-phrase's name is not asked here.
    pub fn owner(&self, noun: usize) -> Option<usize> {
        self.child(noun, &[Rel::NmodPoss])
    }

    /// The prepositional dependents of a verb or noun, in text order. Phrases of the verb's object count as the verb's
    /// own and those of a verb as its object's, since parsers and writers alike leave their place open.
    pub fn obliques(&self, node: usize) -> Vec<Oblique> {
        let mut found = Vec::new();
        self.collect_obliques(node, &mut found);
        if self.is_verb(node) {
            let objects: Vec<usize> = self.tree.children_by(node, &[Rel::Obj, Rel::NsubjPass, Rel::Obl]).collect();
            for object in objects {
                self.collect_obliques(object, &mut found);
            }
        }
        found.sort_by_key(|o| o.node);
        found.dedup_by_key(|o| o.node);
        found
    }

    fn collect_obliques(&self, node: usize, found: &mut Vec<Oblique>) {
        for child in self.tree.children(node) {
            if matches!(self.rel(child), Rel::Obl | Rel::OblAgent | Rel::Nmod | Rel::NmodDesc | Rel::OblUnmarked)
                || (self.rel(child) == Rel::Advcl && self.is_nominal(child))
            {
                let case = self.case(child);
                // "12 million tons of soybeans from ...": what is measured keeps the measure's other phrases.
                if case == "of" {
                    let inner = self.tree.children(child).filter(|&c| matches!(self.rel(c), Rel::Nmod));
                    found.extend(inner.map(|c| Oblique { case: self.case(c), node: c }).filter(|o| o.case != "of"));
                }
                found.push(Oblique { case, node: child });
            }
        }
    }

    /// The preposition of a nominal, with its fixed parts.
    pub fn case(&self, node: usize) -> String {
        let mut words = Vec::new();
        for child in self.tree.children(node).filter(|&c| self.rel(c) == Rel::Case && c < node) {
            words.push(self.lemma(child));
            words.extend(self.tree.children_by(child, &[Rel::Fixed]).map(|f| self.lemma(f)));
        }
        words.join(" ")
    }

    /// All members of the coordination that `node` heads, itself first.
    pub fn conjuncts(&self, node: usize) -> Vec<usize> {
        let mut all = vec![node];
        all.extend(self.tree.children(node).filter(|&c| self.rel(c) == Rel::Conj));
        all
    }

    /// Adjectives, compounds and determiners before a noun.
    pub fn modifiers(&self, noun: usize) -> impl Iterator<Item = usize> + '_ {
        self.tree.children(noun).filter(move |&c| {
            c < noun
                && matches!(
                    self.rel(c),
                    Rel::Amod | Rel::Compound | Rel::NmodPoss | Rel::Nummod | Rel::Det | Rel::NmodDesc
                )
        })
    }

    /// Byte range of the subtree of `node`, trailing punctuation left out.
    pub fn subtree_bytes(&self, node: usize) -> std::ops::Range<usize> {
        let nodes: Vec<usize> =
            self.tree.subtree(node).into_iter().filter(|&n| self.token(n).upos != Upos::Punct).collect();
        let first = nodes.first().copied().unwrap_or(node);
        let last = nodes.last().copied().unwrap_or(node);
        self.token(first).bytes.start..self.token(last).bytes.end
    }
}
