//! A store filled with rows made by hand, for the tests of the pages and for looking at them. All of it is invented.

#![allow(clippy::unwrap_used, reason = "what is made by hand here is right or the test fails")]

use jiff::civil::Date;
use std::path::Path;
use tocsin_record::*;
use tocsin_store::{Access, Store};

/// The words that must never reach a page as markup.
pub const HOSTILE: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
/// An id that holds everything an address parts at.
pub const AWKWARD_ID: &str = "https://outlet.example/a/b?c=d&e=50%25#f.json";
/// The id of the document that has two versions.
pub const CORRECTED_ID: &str = "corrected";
/// The id of the first document, whose first event is the newest.
pub const RAID_ID: &str = "https://courier.example/2026/01/03/raid";

/// A document with its rows, grown block by block.
pub struct Maker {
    pub document: Document,
    pub coding: Coding,
}

impl Maker {
    pub fn new(id: &str, outlet: &str, title: &str, published: &str) -> Self {
        let mut document = Document::from_text(id, "");
        document.blocks.clear();
        document.outlet = Some(outlet.to_owned());
        document.title = Some(title.to_owned());
        document.published = Some(published.parse().unwrap());
        document.lang = Some("en".to_owned());
        document.url = Some(if id.starts_with("http") { id.to_owned() } else { format!("https://demo.example/{id}") });
        document.input = format!("demo/{outlet}.html");
        document.synthetic = true;
        let coding = Coding::empty(&document, 1, "0.1.0");
        Maker { document, coding }
    }

    fn len(&self) -> u32 {
        self.document.text.chars().count() as u32
    }

    /// A block of these sentences.
    pub fn block(mut self, kind: BlockKind, sentences: &[&str]) -> Self {
        if !self.document.text.is_empty() {
            self.document.text += "\n\n";
        }
        let start = self.len();
        for (at, sentence) in sentences.iter().enumerate() {
            if at > 0 {
                self.document.text += " ";
            }
            let from = self.len();
            self.document.text += sentence;
            self.coding.sentences.push(Span::new(from, self.len()));
        }
        let block = Block { kind, start, end: self.len() };
        self.document.blocks.push(block);
        self
    }

    /// Where `words` first stand in the text.
    pub fn span(&self, words: &str) -> Span {
        self.span_from(words, 0)
    }

    /// Where `words` first stand after `before`.
    fn span_after(&self, before: &str, words: &str) -> Span {
        self.span_from(words, self.document.text.find(before).unwrap_or(0))
    }

    fn span_from(&self, words: &str, from: usize) -> Span {
        let text = &self.document.text;
        let at = from + text[from..].find(words).unwrap_or_else(|| panic!("`{words}` is not in the text"));
        TextIndex::new(text).span(text, at..at + words.len())
    }

    /// A party named by `words`.
    pub fn party(&self, words: &str, name: &str, country: &str, sector: Option<Sector>) -> Party {
        Party {
            span: Some(self.span(words)),
            text: Some(words.to_owned()),
            country: (!country.is_empty()).then(|| country.to_owned()),
            sector,
            ..Party::named(name)
        }
    }

    /// An event told by the sentence that holds `trigger`; `shape` adds to it.
    pub fn event(
        mut self,
        kind: EventType,
        mode: Option<Mode>,
        status: Status,
        trigger: &str,
        shape: impl FnOnce(&Maker, &mut Event),
    ) -> Self {
        let trigger = self.span(trigger);
        let sentence = *self.coding.sentences.iter().find(|s| s.contains(trigger)).unwrap();
        let block = self.document.blocks.iter().find(|b| b.span().contains(sentence)).unwrap().kind;
        let wording = if self.document.translated { Wording::Translated } else { Wording::Original };
        let index = TextIndex::new(&self.document.text);
        let evidence = Evidence::quote(&self.document.text, &index, block, sentence, trigger, wording).unwrap();
        let ordinal = self.coding.events.iter().filter(|e| e.kind == kind && e.evidence.trigger() == trigger).count();
        let version = self.coding.document_version;
        let id = EventId::new(&self.document.id, version, kind, trigger.start(), ordinal as u32);
        let mut event = Event::new(id, kind, mode, status, evidence);
        event.decided_by =
            vec![Decision { field: "type".to_owned(), by: "triggers:demo".to_owned(), span: Some(trigger) }];
        shape(&self, &mut event);
        self.coding.events.push(event);
        self
    }

    fn finish(mut self) -> Self {
        self.coding.text_sha256 = text_sha256(&self.document.text);
        self.coding.events.sort_by_key(|event| event.evidence.sentence());
        self
    }
}

fn day(start: &str, end: &str, precision: Precision, span: Option<Span>) -> Option<EventTime> {
    let day = |text: &str| text.parse::<Date>().ok();
    Some(EventTime { start: day(start), end: day(end), precision, inferred: span.is_none(), span })
}

fn place(maker: &Maker, before: &str, words: &str, country: &str, lat: f64, lon: f64) -> Place {
    Place {
        span: Some(maker.span_after(before, words)),
        name: words.to_owned(),
        country: Some(country.to_owned()),
        admin1: None,
        lat: Some(lat),
        lon: Some(lon),
        precision: PlacePrecision::City,
        geonames_id: None,
    }
}

/// Two governments, a raid, a threat with what it is about, a denial, figures, voices.
fn raid() -> Maker {
    use Sector::{Gov, Mil};
    let maker = Maker::new(RAID_ID, "The Harbour Courier", "Norland troops land at Port Sella", "2026-01-03T18:40:00+01:00")
        .block(BlockKind::Headline, &["Norland troops land at Port Sella"])
        .block(BlockKind::Standfirst, &["The landing is the first since the treaty of 1987."])
        .block(
            BlockKind::Paragraph,
            &[
                "Norland’s navy struck the harbour of Port Sella on Saturday, killing at least 40 people, two Estmark officials told the Estmark Press Agency.",
                "“We will answer at sea and on land if they come further,” said Ilse Varga, the Estmark defence minister.",
            ],
        )
        .block(
            BlockKind::Paragraph,
            &[
                "Norland denied that its ships had fired on the hospital.",
                "The United Nations called on both governments to halt the fighting.",
                "Observers expect that Norland could blockade the gulf within weeks.",
            ],
        )
        .block(BlockKind::Caption, &["Smoke over the harbour on Saturday."])
        .block(BlockKind::Credit, &["Photograph: A. Demo"])
        .block(BlockKind::Promo, &["Sign up for our morning letter."]);
    let maker = maker.event(EventType::Assault, Some(Mode::HeavyWeapons), Status::Occurred, "struck", |m, e| {
        e.actor = vec![m.party("Norland’s navy", "Navy of Norland", "NOR", Some(Mil))];
        e.recipient = vec![m.party("the harbour of Port Sella", "Estmark", "EST", None)];
        e.time = day("2026-01-03", "2026-01-03", Precision::Day, Some(m.span("on Saturday")));
        e.places = vec![place(m, "harbour of", "Port Sella", "EST", 58.38, 24.5)];
        e.place = e.places.first().cloned();
        e.counts = vec![Count {
            what: CountKind::Killed,
            low: Some(40.0),
            best: Some(40.0),
            high: None,
            cumulative: false,
            as_of: None,
            unit: None,
            span: m.span("at least 40 people"),
        }];
        let agency = m.party("the Estmark Press Agency", "Estmark Press Agency", "EST", Some(Sector::Jrn));
        let mut officials = m.party("two Estmark officials", "officials", "EST", Some(Gov));
        officials.number = Some(2);
        e.voice = vec![
            VoiceLink { sources: vec![agency], anonymous: false },
            VoiceLink { sources: vec![officials], anonymous: true },
        ];
        e.contexts = vec![Context::Military, Context::Territory];
        e.confidence = 0.93;
    });
    let maker = maker.event(EventType::Assault, None, Status::Hypothetical, "answer", |m, e| {
        e.actor = vec![m.party("We", "Government of Estmark", "EST", Some(Gov))];
        e.condition = Some(Condition { span: m.span("if they come further"), event: None });
        e.confidence = 0.58;
    });
    let about = maker.coding.events[1].id.clone();
    let mut maker = maker;
    let (spoken, cue) = (maker.span("We will answer at sea and on land if they come further"), maker.span("said"));
    maker.coding.statements.push(Statement {
        id: derived_id(&maker.document.id, 1, "statement", spoken.start(), 0),
        speaker: Some(maker.party("Ilse Varga", "Ilse Varga", "EST", Some(Gov))),
        cue: Some(cue),
        content: vec![spoken],
        direct: true,
        addressee: None,
        venue: None,
        time: None,
        voice: Vec::new(),
        evidence: maker.coding.events[1].evidence.clone(),
    });
    maker
        .event(EventType::Threaten, Some(Mode::Violence), Status::Occurred, "will answer", |m, e| {
            let mut minister = m.party("Ilse Varga", "Ilse Varga", "EST", Some(Gov));
            minister.title = Some("the Estmark defence minister".to_owned());
            e.actor = vec![minister];
            e.time = day("2026-01-03", "2026-01-03", Precision::Day, None);
            e.about = vec![about];
            e.confidence = 0.81;
        })
        .event(EventType::Reject, None, Status::Occurred, "denied", |m, e| {
            e.actor = vec![m.party("Norland denied", "Norland", "NOR", Some(Gov))];
            e.confidence = 0.88;
        })
        .event(EventType::Assault, Some(Mode::HeavyWeapons), Status::Negated, "fired", |m, e| {
            e.actor = vec![m.party("its ships", "Navy of Norland", "NOR", Some(Mil))];
            e.confidence = 0.77;
        })
        .event(EventType::Request, Some(Mode::Yield), Status::Occurred, "called on", |m, e| {
            e.actor = vec![m.party("The United Nations", "United Nations", "UNO", None)];
            e.recipient = vec![m.party("both governments", "Norland", "NOR", Some(Gov))];
            e.confidence = 0.9;
        })
        .event(EventType::Coerce, Some(Mode::Restrict), Status::Hypothetical, "blockade", |m, e| {
            e.actor = vec![m.party("Norland could", "Norland", "NOR", Some(Gov))];
            e.time = day("2026-01-03", "2026-02-14", Precision::Range, Some(m.span("within weeks")));
            e.confidence = 0.49;
        })
}

/// Markup, direction overrides and emoji in every field a page shows.
fn hostile() -> Maker {
    let sentence = format!("Rebels {HOSTILE} seized 🚩 the “town” & its \u{202e}bridge on Friday.");
    let mut maker = Maker::new(AWKWARD_ID, HOSTILE, &format!("Title {HOSTILE}"), "2026-01-02")
        .block(BlockKind::Paragraph, &[&sentence, "استولى المتمردون على الجسر يوم الجمعة."])
        .event(EventType::Coerce, Some(Mode::Seize), Status::Occurred, "seized", |m, e| {
            e.actor = vec![m.party("Rebels", HOSTILE, "<b>", Some(Sector::Reb))];
            e.recipient = vec![m.party("its \u{202e}bridge", "מרכז העיר", "ISR", Some(Sector::Cvl))];
            e.decided_by.push(Decision { field: HOSTILE.to_owned(), by: HOSTILE.to_owned(), span: None });
            e.voice = vec![VoiceLink { sources: vec![Party::named(HOSTILE)], anonymous: false }];
            e.confidence = 0.61;
        })
        .event(EventType::Coerce, None, Status::Future, "استولى", |m, e| {
            e.actor = vec![m.party("المتمردون", "المتمردون", "SYR", Some(Sector::Reb))];
            e.confidence = 0.5;
        });
    maker.document.url = Some("javascript:alert(3)".to_owned());
    maker.document.authors = vec![HOSTILE.to_owned()];
    maker.document.warnings = vec![format!("date: {HOSTILE}")];
    maker.document.input = HOSTILE.to_owned();
    maker.document.lang = Some("en\" onload=\"x".to_owned());
    maker
}

fn corrected(version: u32) -> Maker {
    let figure = if version == 1 { "three" } else { "two" };
    let sentence = format!("Estmark released {figure} prisoners to Norland on Thursday.");
    let mut maker = Maker::new(CORRECTED_ID, "Morning Wire", "Prisoners released", "2026-01-01");
    maker.coding.document_version = version;
    maker.document.translated = true;
    maker.document.synthetic = false;
    maker.block(BlockKind::Paragraph, &[&sentence]).event(
        EventType::Retreat,
        Some(Mode::Release),
        Status::Occurred,
        "released",
        |m, e| {
            e.actor = vec![m.party("Estmark", "Estmark", "EST", Some(Sector::Gov))];
            e.recipient = vec![m.party("Norland", "Norland", "NOR", Some(Sector::Gov))];
            e.time = day("2026-01-01", "2026-01-01", Precision::Day, Some(m.span("on Thursday")));
            e.confidence = 0.95;
        },
    )
}

/// A short report of one day, of a kind that follows from its number.
fn report(number: u32) -> Maker {
    let published: Date = "2025-11-01".parse().unwrap();
    let published = published.saturating_add(jiff::Span::new().days(i64::from(number * 7 % 61)));
    let kinds = [
        (EventType::Consult, "met", "NOR", "Norland"),
        (EventType::Accuse, "accused", "EST", "Estmark"),
        (EventType::Sanction, "sanctioned", "NOR", "Norland"),
        (EventType::Aid, "sent relief to", "UNO", "United Nations"),
        (EventType::Mobilize, "massed troops against", "NOR", "Norland"),
    ];
    let (kind, trigger, country, name) = kinds[number as usize % kinds.len()];
    let sentence = format!("{name} {trigger} its neighbour Estmark again, report {number} says.");
    Maker::new(&format!("report-{number}"), "Morning Wire", &format!("Report {number}"), &published.to_string())
        .block(BlockKind::Paragraph, &[&sentence])
        .event(kind, None, Status::Occurred, trigger, |m, e| {
            e.actor = vec![m.party(name, name, country, Some(Sector::Gov))];
            e.recipient = vec![m.party("its neighbour Estmark", "Estmark", "EST", None)];
            e.time = day(&published.to_string(), &published.to_string(), Precision::Day, None);
            e.confidence = 0.55 + f64::from(number % 40) / 100.0;
        })
}

/// Makes a store at `path` and fills it, with so many short reports beside the hand-made documents.
pub fn fill(path: &Path, reports: u32) {
    let mut store = Store::open(path, Access::WRITE).unwrap();
    let reports = (0..reports).map(report);
    for maker in reports.chain([corrected(1), corrected(2), hostile(), raid()]) {
        let Maker { document, coding } = maker.finish();
        store.put(&document, &coding).unwrap();
    }
}
