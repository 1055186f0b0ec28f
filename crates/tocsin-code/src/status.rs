//! Status from tense, modals, conditionals, negation and what the clause hangs on (the codebook's section 4).

use crate::clause::Clause;
use crate::knowledge;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use tocsin_language::{Rel, Tag, Upos};
use tocsin_record::Status;

/// The words of `knowledge/status`.
#[derive(Debug)]
pub struct StatusWords(BTreeMap<String, BTreeSet<String>>);

#[derive(Deserialize)]
struct ClassFile {
    classes: BTreeMap<String, Vec<String>>,
}

/// Reads the `[classes]` of every file of a knowledge folder.
///
/// # Errors
/// Names the file and what is wrong with it.
pub fn classes(folder: &str, files: &[(&str, &str)]) -> Result<BTreeMap<String, BTreeSet<String>>, String> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, source) in files {
        let file: ClassFile = toml::from_str(source).map_err(|e| format!("knowledge/{folder}/{name}.toml: {e}"))?;
        for (class, words) in file.classes {
            all.entry(class).or_default().extend(words);
        }
    }
    Ok(all)
}

/// What was found about how real an event is.
#[derive(Debug, Clone, PartialEq)]
pub struct Reality {
    /// The status.
    pub status: Status,
    /// The condition's words, as bytes, where there is one.
    pub condition: Option<Range<usize>>,
    /// Only aimed at ("to combat crime"): no event of its own.
    pub purpose: bool,
    /// Only asked for, allowed or possible by right: no event of its own.
    pub asked: bool,
    /// What decided it: class and word.
    pub by: String,
}

/// How far up the chain of governors is looked.
const STEPS: usize = 8;

impl StatusWords {
    /// Reads the words built into the program.
    ///
    /// # Errors
    /// Names the file and what is wrong with it.
    pub fn built_in() -> Result<Self, String> {
        let found = StatusWords(classes("status", knowledge::STATUS)?);
        for class in [
            "future",
            "hypothetical",
            "negated",
            "future_noun",
            "hypothetical_noun",
            "negated_noun",
            "negative",
            "hypothetical_modifier",
            "future_modifier",
            "conditional",
            "future_auxiliary",
            "hypothetical_auxiliary",
            "ordering",
            "ordering_noun",
            "purposeful",
        ] {
            if !found.0.contains_key(class) {
                return Err(format!("knowledge/status: the class `{class}` is missing"));
            }
        }
        Ok(found)
    }

    fn is(&self, class: &str, lemma: &str) -> bool {
        self.0.get(class).is_some_and(|words| words.contains(lemma))
    }

    /// The reality of what `node` (a verb or a noun of event) tells.
    pub fn reality(&self, clause: &Clause<'_, '_>, node: usize) -> Reality {
        let mut found =
            Reality { status: Status::Occurred, condition: None, purpose: false, asked: false, by: "told".to_owned() };
        self.own(clause, node, &mut found);
        self.governors(clause, node, &mut found);
        found
    }

    /// Words on the trigger itself, or on the verb that carries a noun.
    fn own(&self, clause: &Clause<'_, '_>, node: usize, found: &mut Reality) {
        let mut bare = true;
        for child in clause.tree.children(node) {
            let lemma = clause.lemma(child);
            match clause.rel(child) {
                Rel::Aux => {
                    bare = false;
                    if self.is("future_auxiliary", lemma) {
                        found.rank(Status::Future, "auxiliary", lemma);
                    } else if self.is("hypothetical_auxiliary", lemma) {
                        found.rank(Status::Hypothetical, "auxiliary", lemma);
                    }
                }
                Rel::Advmod | Rel::Det | Rel::Cc | Rel::CcPreconj if self.is("negative", lemma) && child < node => {
                    found.rank(Status::Negated, "negation", lemma);
                }
                Rel::Advmod | Rel::Amod if self.is("hypothetical_modifier", lemma) => {
                    found.rank(Status::Hypothetical, "modifier", lemma);
                }
                Rel::Amod if self.is("future_modifier", lemma) => found.rank(Status::Future, "modifier", lemma),
                Rel::Mark if self.is("conditional", lemma) => {
                    found.rank(Status::Hypothetical, "condition", lemma);
                }
                Rel::Mark | Rel::Case if lemma == "without" => found.rank(Status::Negated, "negation", lemma),
                Rel::Advcl => {
                    let mark = clause.tree.children(child).find(|&c| {
                        matches!(clause.rel(c), Rel::Mark | Rel::Advmod) && self.is("conditional", clause.lemma(c))
                    });
                    // A past act is not made conditional by a clause of another verb ("warned Iran on Friday if ...").
                    if let Some(mark) = mark {
                        if clause.token(node).tag != Tag::Vbd {
                            found.rank(Status::Hypothetical, "condition", clause.lemma(mark));
                        }
                        found.condition = Some(clause.subtree_bytes(child));
                    }
                }
                _ => {}
            }
        }
        // "will strike and kill": the first verb's auxiliary holds for the second.
        if bare
            && clause.rel(node) == Rel::Conj
            && clause.is_verb(node)
            && let Some(head) = clause.head(node).filter(|&h| h < node && clause.is_verb(h))
        {
            let shares = matches!(clause.token(node).tag, Tag::Vb | Tag::Vbp | Tag::Vbn | Tag::Vbg)
                && clause.child(node, &[Rel::Nsubj, Rel::NsubjPass]).is_none();
            if shares {
                self.own(clause, head, found);
            }
        }
    }

    /// What the clause or noun hangs on, upwards.
    fn governors(&self, clause: &Clause<'_, '_>, node: usize, found: &mut Reality) {
        let mut at = node;
        for _ in 0..STEPS {
            let Some(head) = clause.head(at) else { return };
            let rel = clause.rel(at);
            let lemma = clause.lemma(head);
            let verb_head = clause.is_verb(head) || clause.token(head).upos == Upos::Adj;
            let infinitive = clause.is_infinitive(at);
            match rel {
                Rel::Conj => {}
                Rel::Xcomp | Rel::Ccomp | Rel::Csubj => {
                    if lemma == "go" && clause.token(head).tag == Tag::Vbg && infinitive {
                        found.rank(Status::Future, "auxiliary", "going to");
                    } else if self.is("negated", lemma) {
                        found.rank(Status::Negated, "governor", lemma);
                    } else if self.is("future", lemma) && (infinitive || rel == Rel::Xcomp) {
                        found.rank(Status::Future, "governor", lemma);
                    } else if self.is("hypothetical", lemma) && (infinitive || rel == Rel::Xcomp) {
                        found.rank(Status::Hypothetical, "governor", lemma);
                        found.asked = true;
                    }
                    if rel != Rel::Ccomp {
                        self.own(clause, head, found);
                    } else if clause.has_child(head, &[Rel::Mark], &["if", "unless"]) {
                        found.rank(Status::Hypothetical, "condition", "if");
                    }
                }
                Rel::Advcl if infinitive && verb_head => {
                    let ordered = self.is("ordering", lemma)
                        && clause.patient(head).is_some_and(|o| self.is("ordering_noun", clause.lemma(o)));
                    if ordered || self.is("future", lemma) {
                        found.rank(Status::Future, "governor", lemma);
                    } else {
                        found.purpose = true;
                    }
                    self.own(clause, head, found);
                }
                Rel::Advcl if verb_head && (clause.token(at).tag == Tag::Vbg || clause.token(at).tag == Tag::Vbn) => {
                    self.own(clause, head, found);
                    if self.is("negated", lemma) && clause.has_child(at, &[Rel::Mark], &["from"]) {
                        found.rank(Status::Negated, "governor", lemma);
                    }
                }
                Rel::Acl => {
                    // "directs the secretary to deploy", read as a phrase of the secretary.
                    let order = clause.head(head).filter(|&v| clause.is_verb(v) && clause.rel(head) == Rel::Obj);
                    let ordered = order.map(|v| clause.lemma(v));
                    if infinitive {
                        if ordered.is_some_and(|l| self.is("future", l)) {
                            found.rank(Status::Future, "governor", ordered.unwrap_or(lemma));
                        } else if ordered.is_some_and(|l| self.is("hypothetical", l)) {
                            found.rank(Status::Hypothetical, "governor", ordered.unwrap_or(lemma));
                            found.asked = true;
                        } else if self.is("future_noun", lemma) || self.is("ordering_noun", lemma) {
                            found.rank(Status::Future, "governor", lemma);
                        } else if self.is("hypothetical_noun", lemma) {
                            found.rank(Status::Hypothetical, "governor", lemma);
                            found.asked = true;
                        } else if self.is("negated_noun", lemma) {
                            found.rank(Status::Negated, "governor", lemma);
                        } else {
                            found.purpose = true;
                        }
                        self.own(clause, head, found);
                    } else if self.is("ordering_noun", lemma) {
                        // "an order imposing tariffs": signed or ordered, not yet in force.
                        found.rank(Status::Future, "ordered", lemma);
                        return;
                    } else {
                        return;
                    }
                }
                Rel::AclRelcl | Rel::Parataxis | Rel::Appos => return,
                // A noun of event takes the reality of the verb or noun it hangs on.
                Rel::Obj | Rel::Obl | Rel::NsubjPass | Rel::Nsubj | Rel::Nmod | Rel::OblAgent => {
                    if clause.is_verb(head) {
                        let takes = matches!(rel, Rel::Obj | Rel::NsubjPass)
                            || (rel == Rel::Obl
                                && matches!(
                                    clause.case(at).as_str(),
                                    "for" | "of" | "against" | "to" | "out" | "from"
                                ));
                        if takes && self.is("negated", lemma) {
                            found.rank(Status::Negated, "governor", lemma);
                        } else if takes && self.is("future", lemma) && !matches!(lemma, "set" | "pursue" | "order") {
                            found.rank(Status::Future, "governor", lemma);
                        } else if takes && self.is("hypothetical", lemma) && lemma != "support" && lemma != "authorize"
                        {
                            found.rank(Status::Hypothetical, "governor", lemma);
                            found.asked =
                                matches!(lemma, "demand" | "urge" | "call" | "ask" | "request" | "seek" | "want");
                        }
                        if takes || rel == Rel::Nsubj {
                            self.own(clause, head, found);
                        }
                    } else if rel == Rel::Nmod && matches!(clause.case(at).as_str(), "of" | "for" | "to" | "against") {
                        if self.is("future_noun", lemma) {
                            found.rank(Status::Future, "governor", lemma);
                        } else if self.is("hypothetical_noun", lemma) {
                            found.rank(Status::Hypothetical, "governor", lemma);
                        } else if self.is("negated_noun", lemma) && lemma != "end" {
                            found.rank(Status::Negated, "governor", lemma);
                        } else {
                            return;
                        }
                    } else {
                        return;
                    }
                }
                _ => return,
            }
            at = head;
        }
    }
}

impl Reality {
    /// Takes the stronger reading: a condition or possibility wins over any vow, a denial over both.
    fn rank(&mut self, status: Status, class: &str, word: &str) {
        let weight = |s: Status| match s {
            Status::Occurred => 0,
            Status::Future => 1,
            Status::Hypothetical => 2,
            Status::Negated => 3,
        };
        if weight(status) > weight(self.status) {
            self.status = status;
            self.by = format!("{class}:{word}");
        }
    }
}
