//! Counting what agrees.

use super::coded::{CodedDocument, CodedEvent, countries, figures, first_chars, known, sectors, truthy};
use super::coded::{CodedSaying, PartyView};
use super::gold::{GoldDocument, GoldEvent, GoldSaying};
use super::likeness::{Level, evidence_of, mutual, pair, sentences_of};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Hits among what was coded and what was to be found.
#[derive(Debug, Default)]
pub struct Hits {
    /// Hits, of all gold.
    pub any: u64,
    /// Hits, of core gold.
    pub core: u64,
}

/// Agreement of one field over the matched core events.
#[derive(Debug, Default)]
pub struct Field {
    /// How many agree.
    pub right: u64,
    /// How many the gold set gives.
    pub given: u64,
    /// How many were coded where the gold set gives none.
    pub unasked: u64,
}

/// What was found, coded and hit of one kind.
#[derive(Debug, Default)]
pub struct Found {
    /// In the gold set.
    pub gold: u64,
    /// Coded.
    pub coded: u64,
    /// Both.
    pub hit: u64,
}

/// The counts of one event type.
#[derive(Debug, Default)]
pub struct TypeCounts {
    /// Coded rows.
    pub coded: u64,
    /// Core gold events.
    pub core: u64,
    /// Gold events that were matched.
    pub matched: u64,
    /// Core gold events that were matched.
    pub hit: u64,
}

/// The counts of one document.
#[derive(Debug)]
pub struct DocumentCounts {
    /// Its id.
    pub id: String,
    /// Events matched by type.
    pub matched: u64,
    /// Gold events.
    pub gold: u64,
    /// Coded rows.
    pub coded: u64,
}

/// A gold event that was missed, or a coded row that matches none.
#[derive(Debug)]
pub struct Miss {
    /// The document.
    pub document: String,
    /// Whether it was missed; else it is too much.
    pub missed: bool,
    /// Type.
    pub kind: String,
    /// Status.
    pub status: String,
    /// Numbers of its sentences.
    pub at: BTreeSet<i64>,
    /// Its words.
    pub words: String,
}

/// All counts of one comparison.
#[derive(Debug, Default)]
pub struct Tally {
    /// Gold documents.
    pub documents: u64,
    /// Gold documents that were not coded.
    pub lacking: Vec<String>,
    /// Gold events.
    pub gold: u64,
    /// Core gold events.
    pub core: u64,
    /// Coded rows.
    pub coded: u64,
    /// Matched by quad class.
    pub quad: Hits,
    /// Matched by type.
    pub kind: Hits,
    /// Matched by type, with status and the countries of both sides right.
    pub row: Hits,
    /// Status right.
    pub status: u64,
    /// Right and all of each gold status, in the order in which the statuses came.
    pub statuses: Vec<(String, u64, u64)>,
    /// Coded as occurred though no reader says so.
    pub taken_for_acts: u64,
    /// Countries of the actors right.
    pub actor: u64,
    /// Countries and sectors of the actors right.
    pub actor_sector: u64,
    /// Countries of the recipients right.
    pub recipient: u64,
    /// Countries and sectors of the recipients right.
    pub recipient_sector: u64,
    /// Mode right.
    pub mode: u64,
    /// Told by the outlet or by another, right.
    pub voice: u64,
    /// Start day.
    pub date: Field,
    /// Country of the place.
    pub place: Field,
    /// Figures.
    pub counts: Found,
    /// Sentences of statements.
    pub statements: Found,
    /// Sentences of predictions.
    pub predictions: Found,
    /// Speakers.
    pub speaker: Field,
    /// Rows that stand on junk sentences only.
    pub on_junk: u64,
    /// Sentences of the rows' evidence.
    pub coded_sentences: u64,
    /// Sentences of the gold events.
    pub gold_sentences: u64,
    /// By type.
    pub by_type: BTreeMap<String, TypeCounts>,
    /// By document, in the gold set's order.
    pub by_document: Vec<DocumentCounts>,
    /// Misses and extra rows, document by document.
    pub misses: Vec<Miss>,
}

/// Compares the coded documents with the gold set.
pub fn tally(gold: &[GoldDocument], coded: &HashMap<String, CodedDocument>) -> Tally {
    let mut tally = Tally { documents: gold.len() as u64, ..Tally::default() };
    let nothing = CodedDocument::default();
    for document in gold {
        let answer = coded.get(&document.doc);
        if answer.is_none() {
            tally.lacking.push(document.doc.clone());
        }
        let answer = answer.unwrap_or(&nothing);
        tally.events(document, answer);
        tally.sayings(document, answer);
    }
    tally
}

impl Tally {
    fn events(&mut self, document: &GoldDocument, answer: &CodedDocument) {
        let junk: BTreeSet<i64> = document.junk.iter().flatten().copied().collect();
        let gold: Vec<_> = document.events.iter().map(|event| (event, event.at())).collect();
        for (event, at) in &gold {
            self.gold_sentences += at.len() as u64;
            self.core += u64::from(event.core);
            self.by_type.entry(event.kind.clone()).or_default().core += u64::from(event.core);
        }
        let in_text = answer.events.iter().filter(|event| event.evidence.block.as_deref() != Some("caption"));
        let coded: Vec<_> = in_text.map(|event| (event, evidence_of(event, &document.sents))).collect();
        for (event, at) in &coded {
            self.coded_sentences += at.len() as u64;
            self.on_junk += u64::from(!at.is_empty() && at.is_subset(&junk));
            self.by_type.entry(event.kind.clone()).or_default().coded += 1;
        }
        self.coded += coded.len() as u64;
        self.gold += gold.len() as u64;
        for (i, _) in pair(&gold, &coded, Level::Quad) {
            self.quad.add(gold[i].0.core);
        }
        let pairs = pair(&gold, &coded, Level::Type);
        self.by_document.push(DocumentCounts {
            id: document.doc.clone(),
            matched: pairs.len() as u64,
            gold: gold.len() as u64,
            coded: coded.len() as u64,
        });
        self.note_misses(&document.doc, &gold, &coded, &pairs);
        for (i, j) in pairs {
            self.kind.add(gold[i].0.core);
            self.fields(gold[i].0, coded[j].0);
        }
    }

    fn note_misses(
        &mut self,
        document: &str,
        gold: &[(&GoldEvent, BTreeSet<i64>)],
        coded: &[(&CodedEvent, BTreeSet<i64>)],
        pairs: &[(usize, usize)],
    ) {
        let hit_gold: BTreeSet<usize> = pairs.iter().map(|pair| pair.0).collect();
        let hit_coded: BTreeSet<usize> = pairs.iter().map(|pair| pair.1).collect();
        for (_, (event, at)) in gold.iter().enumerate().filter(|(i, (event, _))| event.core && !hit_gold.contains(i)) {
            self.misses.push(Miss {
                document: document.to_owned(),
                missed: true,
                kind: event.kind.clone(),
                status: event.status.clone(),
                at: at.clone(),
                words: event.trigger.clone().unwrap_or_default(),
            });
        }
        for (_, (event, at)) in coded.iter().enumerate().filter(|(j, _)| !hit_coded.contains(j)) {
            self.misses.push(Miss {
                document: document.to_owned(),
                missed: false,
                kind: event.kind.clone(),
                status: event.status.clone(),
                at: at.clone(),
                words: first_chars(event.evidence.exact.as_deref().unwrap_or(""), 60).to_owned(),
            });
        }
    }

    fn fields(&mut self, gold: &GoldEvent, coded: &CodedEvent) {
        let of_type = self.by_type.entry(gold.kind.clone()).or_default();
        of_type.matched += 1;
        of_type.hit += u64::from(gold.core);
        let [gold_actor, gold_recipient] = sides(&gold.kind, gold.actor.as_deref(), gold.recipient.as_deref());
        let [coded_actor, coded_recipient] = sides(&coded.kind, coded.actor.as_deref(), coded.recipient.as_deref());
        let right_status = gold.statuses().contains(&coded.status);
        let right_actor = same(countries, &gold_actor, &coded_actor);
        let right_recipient = same(countries, &gold_recipient, &coded_recipient);
        if right_status && right_actor && right_recipient {
            self.row.add(gold.core);
        }
        if !gold.core {
            return;
        }
        self.status += u64::from(right_status);
        match self.statuses.iter_mut().find(|(name, ..)| *name == gold.status) {
            Some((_, right, all)) => {
                *right += u64::from(right_status);
                *all += 1;
            }
            None => self.statuses.push((gold.status.clone(), u64::from(right_status), 1)),
        }
        let is_act = gold.statuses().iter().chain([&gold.status]).any(|status| status == "occurred");
        self.taken_for_acts += u64::from(!is_act && coded.status == "occurred");
        self.actor += u64::from(right_actor);
        self.recipient += u64::from(right_recipient);
        self.actor_sector += u64::from(same(sectors, &gold_actor, &coded_actor));
        self.recipient_sector += u64::from(same(sectors, &gold_recipient, &coded_recipient));
        self.mode += u64::from(known(gold.mode.as_deref()) == known(coded.mode.as_deref()));
        let told_by_others = truthy(&coded.voice) && coded.voice != "outlet";
        self.voice += u64::from(gold.told_by_others() == told_by_others);

        let start = coded.time.as_ref().and_then(|time| time.start.as_deref()).unwrap_or("");
        let day = Some(first_chars(start, 10)).filter(|day| !day.is_empty());
        self.date.add(gold.day().is_some(), gold.day() == day, day.is_some());
        let country = coded.place.as_ref().and_then(|place| place.country.as_deref());
        let placed = gold.place.as_ref();
        let right_place = placed.is_some_and(|place| place.country.as_deref() == country);
        self.place.add(placed.is_some(), right_place, country.is_some_and(|country| !country.is_empty()));
        let (want, got) = (figures(gold.counts.as_ref()), figures(coded.counts.as_ref()));
        self.counts.gold += want.len() as u64;
        self.counts.coded += got.len() as u64;
        self.counts.hit += want.intersection(&got).count() as u64;
    }

    fn sayings(&mut self, document: &GoldDocument, answer: &CodedDocument) {
        let (want, got) = (in_gold(document.statements.as_deref()), in_code(answer.statements.as_deref(), document));
        self.statements.add(&want, &got);
        for (number, said) in &want {
            let (Some(heard), Some(said)) = (got.get(number), said.speaker.as_deref().filter(|said| !said.is_empty()))
            else {
                continue;
            };
            let heard = heard.speaker.as_ref().and_then(|speaker| speaker.name.as_deref()).unwrap_or("");
            self.speaker.given += 1;
            self.speaker.right += u64::from(same_name(said, heard));
        }
        let (want, got) = (in_gold(document.predictions.as_deref()), in_code(answer.predictions.as_deref(), document));
        self.predictions.add(&want, &got);
    }
}

impl Hits {
    fn add(&mut self, core: bool) {
        self.any += 1;
        self.core += u64::from(core);
    }
}

impl Field {
    fn add(&mut self, given: bool, right: bool, coded: bool) {
        self.given += u64::from(given);
        self.right += u64::from(given && right);
        self.unasked += u64::from(!given && coded);
    }
}

impl Found {
    fn add(&mut self, want: &BTreeMap<i64, &GoldSaying>, got: &BTreeMap<i64, &CodedSaying>) {
        self.gold += want.len() as u64;
        self.coded += got.len() as u64;
        self.hit += want.keys().filter(|number| got.contains_key(number)).count() as u64;
    }
}

/// Both sides of an event; mutual events are compared by all their parties, whichever side they were put on.
fn sides<'p>(
    kind: &str,
    actor: Option<&'p [PartyView]>,
    recipient: Option<&'p [PartyView]>,
) -> [Vec<&'p PartyView>; 2] {
    let actor: Vec<_> = actor.into_iter().flatten().collect();
    let recipient: Vec<_> = recipient.into_iter().flatten().collect();
    if !mutual(kind) {
        return [actor, recipient];
    }
    let all: Vec<_> = actor.into_iter().chain(recipient).collect();
    [all.clone(), all]
}

fn same<'p, T: PartialEq>(of: fn(Vec<&'p PartyView>) -> T, one: &[&'p PartyView], other: &[&'p PartyView]) -> bool {
    of(one.to_vec()) == of(other.to_vec())
}

/// The last of two sayings in one sentence counts.
fn in_gold(sayings: Option<&[GoldSaying]>) -> BTreeMap<i64, &GoldSaying> {
    sayings.into_iter().flatten().map(|saying| (saying.s, saying)).collect()
}

/// The first saying that stands on a sentence counts for it.
fn in_code<'c>(sayings: Option<&'c [CodedSaying]>, document: &GoldDocument) -> BTreeMap<i64, &'c CodedSaying> {
    let mut found = BTreeMap::new();
    for saying in sayings.into_iter().flatten() {
        for &span in saying.spans() {
            for number in sentences_of(span, &document.sents) {
                found.entry(number).or_insert(saying);
            }
        }
    }
    found
}

/// Whether the last word of one name occurs in the other.
fn same_name(said: &str, heard: &str) -> bool {
    let last = |name: &str| {
        let is_space = |c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
        name.split(is_space).rfind(|word| !word.is_empty()).map(str::to_lowercase)
    };
    let within = |word: Option<String>, name: &str| word.is_some_and(|word| name.to_lowercase().contains(&word));
    !heard.is_empty() && (within(last(said), heard) || within(last(heard), said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_by_its_last_word() {
        assert!(same_name("Claudia Sheinbaum", "President Sheinbaum Pardo"));
        assert!(same_name("the spokesman Roe", "Roe"));
        assert!(!same_name("Claudia Sheinbaum", "Omar García Harfuch"));
        assert!(!same_name("Claudia Sheinbaum", ""));
        assert!(!same_name("Claudia Sheinbaum", " "));
    }
}
