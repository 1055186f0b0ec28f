//! The analysis of one document: what the coder reads. This is the interface that outlasts the models behind it.

use std::ops::Range;
use tocsin_record::{BlockKind, DateRange, Party, Place, Span, TextIndex, TimexType};

/// Everything that language analysis found in one document. Byte offsets inside; [`Analysis::span`] gives code points.
#[derive(Debug, Clone)]
pub struct Analysis<'d> {
    /// The document's text.
    pub text: &'d str,
    /// Byte to code-point map of `text`.
    pub index: TextIndex,
    /// The publication day (start = end), or the range it was inferred to lie in.
    pub published: Option<DateRange>,
    /// The office of a state or the international body that publishes the document, where its outlet is one.
    pub publisher: Option<Party>,
    /// Sentences in text order; they do not overlap. Every block is cut at its ends.
    pub sentences: Vec<Sentence>,
    /// Tokens in text order; each sentence holds a range of them.
    pub tokens: Vec<Token>,
    /// Time expressions in text order.
    pub times: Vec<TimeMention>,
    /// Numbers in text order (no dates, no parts of names).
    pub numbers: Vec<Number>,
    /// Place names in text order.
    pub toponyms: Vec<Toponym>,
    /// Names and descriptions of actors that the knowledge files know, in text order; they do not overlap.
    pub mentions: Vec<Mention>,
    /// Stretches between quotation marks (marks left out), as byte ranges, in text order; a quotation may span sentences.
    pub quotations: Vec<Range<usize>>,
    /// Names as the encoder marks them, in the sentences that it read, in text order; they do not overlap.
    pub names: Vec<Name>,
    /// Pronouns and descriptions with what they refer back to, by anaphor; what stays unclear is not among them.
    pub references: Vec<Reference>,
    /// What could not be read, for people.
    pub warnings: Vec<String>,
}

/// One sentence.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Bytes of the text, without white space at the ends.
    pub bytes: Range<usize>,
    /// The block it stands in.
    pub block: BlockKind,
    /// Number of that block in the document.
    pub block_number: usize,
    /// Its tokens, as numbers into [`Analysis::tokens`].
    pub tokens: Range<usize>,
    /// Whether it reads as a full sentence: a finite verb, and an end mark or a length to go by.
    pub full: bool,
    /// Its syntax, if it was parsed.
    pub tree: Option<Tree>,
}

/// One token.
#[derive(Debug, Clone)]
pub struct Token {
    /// Bytes of the text.
    pub bytes: Range<usize>,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag.
    pub tag: Tag,
    /// Lower-cased dictionary form; of a proper noun the word as written.
    pub lemma: String,
}

/// The dependency tree of one sentence; token numbers are relative to the sentence's first token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// Head of each token; `None` for the root.
    pub heads: Vec<Option<u32>>,
    /// Relation of each token to its head.
    pub rels: Vec<Rel>,
}

impl Tree {
    /// Adds the tree of the words that follow: its root hangs on the root of this one.
    pub fn append(&mut self, next: Tree) {
        let base = self.heads.len() as u32;
        let root = self.heads.iter().position(Option::is_none).map(|root| root as u32);
        self.rels.extend(next.heads.iter().zip(next.rels).map(|(head, rel)| match (head, root) {
            (None, Some(_)) => Rel::Parataxis,
            _ => rel,
        }));
        self.heads.extend(next.heads.into_iter().map(|head| head.map(|h| h + base).or(root)));
    }

    /// A receiver without anything received is the object ("warned Hamas").
    pub(crate) fn lone_recipients(&mut self) {
        for node in 0..self.heads.len() {
            let Some(head) = self.heads[node].filter(|_| self.rels[node] == Rel::Iobj) else { continue };
            let alone = !self.children_by(head as usize, &[Rel::Obj, Rel::Iobj]).any(|other| other != node);
            if alone {
                self.rels[node] = Rel::Obj;
            }
        }
    }

    /// "found him guilty": what has a subject of its own is no open complement; that subject is the verb's object, where it has none.
    pub(crate) fn small_clauses(&mut self) {
        for node in 0..self.heads.len() {
            let Some(head) = self.heads[node].filter(|_| self.rels[node] == Rel::Nsubj) else { continue };
            let Some(verb) = self.heads[head as usize].filter(|_| self.rels[head as usize] == Rel::Xcomp) else {
                continue;
            };
            let clause =
                self.children_by(head as usize, &[Rel::Aux, Rel::AuxPass, Rel::Cop, Rel::Mark]).next().is_some();
            if clause {
                self.rels[head as usize] = Rel::Ccomp;
            } else if self.children_by(verb as usize, &[Rel::Obj]).next().is_none() {
                self.heads[node] = Some(verb);
                self.rels[node] = Rel::Obj;
            }
        }
    }

    /// "killed 12 people and wounded 30 others": no participle stands before the number of the noun that it describes; it is a verb
    /// beside the one before, with that noun as its object. Gives these verbs.
    pub(crate) fn verbs_before_numbers(&mut self) -> Vec<usize> {
        let mut verbs = Vec::new();
        for node in 1..self.heads.len() {
            let Some(noun) = self.heads[node].map(|h| h as usize).filter(|&h| h > node) else { continue };
            let counted = self.children_by(noun, &[Rel::Nummod]).any(|number| node < number && number < noun);
            let joined = self.rels[noun] == Rel::Conj && self.rels[node - 1] == Rel::Cc;
            let Some(first) = self.heads[noun].map(|h| h as usize).filter(|_| counted && joined) else { continue };
            let Some(verb) = self.heads[first].filter(|&verb| (verb as usize) < first) else { continue };
            if self.rels[node] != Rel::Amod || self.rels[first] != Rel::Obj {
                continue;
            }
            (self.heads[node], self.rels[node]) = (Some(verb), Rel::Conj);
            (self.heads[noun], self.rels[noun]) = (Some(node as u32), Rel::Obj);
            self.heads[node - 1] = Some(node as u32);
            verbs.push(node);
        }
        verbs
    }

    /// Direct dependents of `head`, in text order.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        self.heads.iter().enumerate().filter(move |(_, h)| **h == Some(head as u32)).map(|(i, _)| i)
    }

    /// Direct dependents of `head` whose relation is one of `rels`.
    pub fn children_by<'a>(&'a self, head: usize, rels: &'a [Rel]) -> impl Iterator<Item = usize> + 'a {
        self.children(head).filter(move |&i| rels.contains(&self.rels[i]))
    }

    /// Whether `node` is `top` or hangs below it.
    pub fn is_under(&self, node: usize, top: usize) -> bool {
        let mut at = node;
        for _ in 0..=self.heads.len() {
            if at == top {
                return true;
            }
            match self.heads[at] {
                Some(head) => at = head as usize,
                None => return false,
            }
        }
        false
    }

    /// All nodes of the subtree under `top`, itself included, in text order.
    pub fn subtree(&self, top: usize) -> Vec<usize> {
        (0..self.heads.len()).filter(|&i| self.is_under(i, top)).collect()
    }
}

/// A time expression, resolved against the publication day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeMention {
    /// Bytes of the text.
    pub bytes: Range<usize>,
    /// TIMEX3 type.
    pub kind: TimexType,
    /// TIMEX3 value.
    pub value: String,
    /// First and last day it covers, where it covers days.
    pub days: Option<DateRange>,
    /// The unit in which the text gives it.
    pub precision: tocsin_record::Precision,
    /// "since X" or "from X on": it has a start and lasts to the publication day.
    pub since: bool,
    /// "by X", "until X": it has an end only.
    pub until: bool,
}

/// A number with its bounds and what it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Bytes of the number with its qualifier ("at least 12", "$25 million", "dozens of").
    pub bytes: Range<usize>,
    /// Lower bound.
    pub low: Option<f64>,
    /// Best value.
    pub best: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
    /// "USD", "%", "kg", ...; `None` for things counted one by one.
    pub unit: Option<String>,
    /// Whether it is an ordinal ("the 30th strike").
    pub ordinal: bool,
    /// Whether words beside it make it a running total ("so far", "in total", "since September", "the 30th").
    pub cumulative: bool,
}

/// A place name with the place it most likely means.
#[derive(Debug, Clone, PartialEq)]
pub struct Toponym {
    /// Bytes of the text.
    pub bytes: Range<usize>,
    /// The place; its `span` is set.
    pub place: Place,
}

/// What kind of knowledge entry a mention goes back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// A country's name.
    Country,
    /// A demonym used as an adjective or as a people.
    Demonym,
    /// A capital or a seat of government: an actor where it acts, a place where things happen in it.
    Capital,
    /// A named person.
    Person,
    /// An organisation: international body, ministry, agency, party, company, outlet.
    Organisation,
    /// An armed, criminal or militant group.
    Group,
    /// A person or organisation that no file knows, recognised by its form ("Dr. Jane Roe", "the Foo Institute").
    Unlisted,
}

/// A name as the encoder marks it, whether or not any file knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Tokens, as numbers into [`Analysis::tokens`].
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: NameKind,
}

/// A name in the text, with the party that it stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Tokens, as numbers into [`Analysis::tokens`].
    pub tokens: Range<usize>,
    /// What kind.
    pub kind: MentionKind,
    /// The party; its `span` and `text` are those of the mention.
    pub party: Party,
    /// The knowledge entry that decided it, as `file:entry`.
    pub source: String,
}

/// How a phrase refers back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceKind {
    /// "she", "its", "themselves", "this".
    Pronoun,
    /// "the ministry", "these men", "her brother".
    Description,
}

/// A pronoun or description with an earlier phrase that speaks of the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// The head of what refers, as a number into [`Analysis::tokens`].
    pub anaphor: usize,
    /// How it refers.
    pub kind: ReferenceKind,
    /// The head of the earlier phrase.
    pub antecedent: usize,
    /// The earlier phrase from its first to its last word.
    pub tokens: Range<usize>,
    /// Whether the earlier phrase names several side by side ("Ann and Bob"); its head is then that of the first.
    pub group: bool,
    /// By how much the link was preferred to none.
    pub score: f32,
}

impl<'d> Analysis<'d> {
    /// The analysis of a text in which nothing was looked for yet.
    pub fn new(text: &'d str) -> Self {
        Analysis {
            text,
            index: TextIndex::new(text),
            published: None,
            publisher: None,
            sentences: Vec::new(),
            tokens: Vec::new(),
            times: Vec::new(),
            numbers: Vec::new(),
            toponyms: Vec::new(),
            mentions: Vec::new(),
            quotations: Vec::new(),
            names: Vec::new(),
            references: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// The words of a token.
    pub fn word(&self, token: usize) -> &'d str {
        &self.text[self.tokens[token].bytes.clone()]
    }

    /// The text of a run of tokens.
    pub fn phrase(&self, tokens: Range<usize>) -> &'d str {
        if tokens.is_empty() {
            return "";
        }
        &self.text[self.tokens[tokens.start].bytes.start..self.tokens[tokens.end - 1].bytes.end]
    }

    /// The code-point span of a byte range.
    pub fn span(&self, bytes: Range<usize>) -> Span {
        self.index.span(self.text, bytes)
    }

    /// The code-point span of a run of tokens.
    ///
    /// # Panics
    /// When the run is empty.
    pub fn token_span(&self, tokens: Range<usize>) -> Span {
        self.span(self.tokens[tokens.start].bytes.start..self.tokens[tokens.end - 1].bytes.end)
    }

    /// The name that covers `token`, if any.
    pub fn name_at(&self, token: usize) -> Option<&Name> {
        let at = self.names.partition_point(|n| n.tokens.end <= token);
        self.names.get(at).filter(|n| n.tokens.contains(&token))
    }

    /// What the phrase with the head `token` refers back to, if that is clear.
    pub fn reference_of(&self, token: usize) -> Option<&Reference> {
        self.references.binary_search_by_key(&token, |r| r.anaphor).ok().map(|at| &self.references[at])
    }

    /// The number of the sentence that holds `token`.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|s| s.tokens.end <= token)
    }

    /// The mention that covers `token`, if any.
    pub fn mention_at(&self, token: usize) -> Option<&Mention> {
        let at = self.mentions.partition_point(|m| m.tokens.end <= token);
        self.mentions.get(at).filter(|m| m.tokens.contains(&token))
    }

    /// Whether byte `at` lies inside a quotation.
    pub fn is_quoted(&self, at: usize) -> bool {
        let next = self.quotations.partition_point(|q| q.end <= at);
        self.quotations.get(next).is_some_and(|q| q.contains(&at))
    }
}

/// Makes an enum of labels with their treebank names.
macro_rules! labels {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "the names are the treebanks' own")]
        pub enum $name { $($variant),+ }

        impl $name {
            /// Every label, in order; a label's place is its number.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The treebank's name.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }

            /// The label of a treebank's name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

labels! {
    /// Universal part of speech (universaldependencies.org).
    Upos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ", Noun = "NOUN",
        Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT", Sconj = "SCONJ", Sym = "SYM",
        Verb = "VERB", X = "X",
    }
}

labels! {
    /// Kinds of names: those of the politics part of CrossNER (Liu et al. 2021).
    NameKind {
        Politician = "politician", Person = "person", Organisation = "organisation", Party = "politicalparty",
        Event = "event", Election = "election", Country = "country", Location = "location", Other = "misc",
    }
}

labels! {
    /// Penn Treebank tag.
    Tag {
        Cc = "CC", Cd = "CD", Dt = "DT", Ex = "EX", Fw = "FW", In = "IN", Jj = "JJ", Jjr = "JJR", Jjs = "JJS", Ls = "LS",
        Md = "MD", Nn = "NN", Nns = "NNS", Nnp = "NNP", Nnps = "NNPS", Pdt = "PDT", Pos = "POS", Prp = "PRP",
        PrpPoss = "PRP$", Rb = "RB", Rbr = "RBR", Rbs = "RBS", Rp = "RP", Sym = "SYM", To = "TO", Uh = "UH", Vb = "VB",
        Vbd = "VBD", Vbg = "VBG", Vbn = "VBN", Vbp = "VBP", Vbz = "VBZ", Wdt = "WDT", Wp = "WP", WpPoss = "WP$",
        Wrb = "WRB", Afx = "AFX", Add = "ADD", Gw = "GW", Hyph = "HYPH", Nfp = "NFP", Xx = "XX", Comma = ",", Stop = ".",
        Colon = ":", OpenQuote = "``", CloseQuote = "''", Lrb = "-LRB-", Rrb = "-RRB-", Dollar = "$",
    }
}

labels! {
    /// Universal Dependencies relation, with the English subtypes that the coder uses.
    Rel {
        Root = "root", Nsubj = "nsubj", NsubjPass = "nsubj:pass", NsubjOuter = "nsubj:outer", Csubj = "csubj",
        CsubjPass = "csubj:pass", Obj = "obj", Iobj = "iobj", Ccomp = "ccomp", Xcomp = "xcomp", Obl = "obl",
        OblAgent = "obl:agent", OblUnmarked = "obl:unmarked", Vocative = "vocative", Expl = "expl",
        Dislocated = "dislocated", Advcl = "advcl", AdvclRelcl = "advcl:relcl", Advmod = "advmod",
        Discourse = "discourse", Aux = "aux", AuxPass = "aux:pass", Cop = "cop", Mark = "mark", Nmod = "nmod",
        NmodPoss = "nmod:poss", NmodUnmarked = "nmod:unmarked", NmodDesc = "nmod:desc", Appos = "appos",
        Nummod = "nummod", Acl = "acl", AclRelcl = "acl:relcl", Amod = "amod", Det = "det", DetPredet = "det:predet",
        Case = "case", Conj = "conj", Cc = "cc", CcPreconj = "cc:preconj", Fixed = "fixed", Flat = "flat",
        Compound = "compound", CompoundPrt = "compound:prt", List = "list", Parataxis = "parataxis",
        Orphan = "orphan", Goeswith = "goeswith", Reparandum = "reparandum", Punct = "punct", Dep = "dep",
    }
}
