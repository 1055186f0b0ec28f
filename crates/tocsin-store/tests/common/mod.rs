//! Small documents with codings, written for these tests.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::path::{Path, PathBuf};
use tocsin_record::*;
use tocsin_store::{Access, Store};

/// One row to be: the sentence, its trigger, the type, who acts and on whom.
pub type Line<'a> = (&'a str, &'a str, EventType, &'a str, &'a str);

pub const CODER: &str = "tocsin 0.1.0 test";

pub fn party(said: &str) -> Party {
    let (name, rest) = said.split_once('/').unwrap_or((said, ""));
    let (country, sector) = rest.split_once('/').unwrap_or((rest, ""));
    Party {
        country: (!country.is_empty()).then(|| country.to_owned()),
        sector: Sector::from_code(sector),
        ..Party::named(name)
    }
}

/// A document whose text is the sentences of `lines`, with one event and one statement a line.
pub fn article(id: &str, published: &str, version: u32, lines: &[Line<'_>]) -> (Document, Coding) {
    let text = lines.iter().map(|line| line.0).collect::<Vec<_>>().join(" ");
    let mut document = Document::from_text(id, text.clone());
    document.title = Some(format!("Title of {id}"));
    document.outlet = Some("The Example".to_owned());
    document.url = Some(format!("https://example.org/{id}"));
    document.published = published.parse().ok();
    document.lang = Some("en".to_owned());
    let index = TextIndex::new(&text);
    let mut coding = Coding::empty(&document, version, CODER);
    coding.warnings.push("test: written for a test".to_owned());
    let mut at = 0;
    for (sentence, trigger, kind, actor, recipient) in lines {
        let span = Span::new(at, at + sentence.chars().count() as u32);
        at = span.end() + 1;
        let found = sentence.find(trigger).expect("the trigger stands in the sentence");
        let from = span.start() + sentence[..found].chars().count() as u32;
        let trigger = Span::new(from, from + trigger.chars().count() as u32);
        let evidence = Evidence::quote(&text, &index, BlockKind::Paragraph, span, trigger, Wording::Original)
            .expect("good evidence");
        let event_id = EventId::new(&document.id, version, *kind, trigger.start(), 0);
        let mut event = Event::new(event_id, *kind, None, Status::Occurred, evidence.clone());
        event.actor = actor.split(';').filter(|said| !said.is_empty()).map(party).collect();
        event.recipient = recipient.split(';').filter(|said| !said.is_empty()).map(party).collect();
        event.confidence = 0.75;
        coding.sentences.push(span);
        coding.events.push(event);
        coding.statements.push(Statement {
            id: derived_id(&document.id, version, "statement", span.start(), 0),
            speaker: Some(party(actor)),
            cue: Some(trigger),
            content: vec![span],
            direct: false,
            addressee: None,
            venue: None,
            time: None,
            voice: Vec::new(),
            evidence,
        });
    }
    (document, coding)
}

/// Two usual lines.
pub const BOATS: &[Line<'static>] = &[
    (
        "The navy struck a boat off Güiria on Monday.",
        "struck",
        EventType::Assault,
        "United States Navy/USA/MIL",
        "Venezuela/VEN/",
    ),
    (
        "Nicolás Maduro condemned the strike.",
        "condemned",
        EventType::Accuse,
        "Nicolás Maduro/VEN/GOV",
        "United States/USA/GOV",
    ),
];

/// A folder that goes away with its end, and a store in it.
pub fn store() -> (tempfile::TempDir, PathBuf, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("tocsin.db");
    let store = Store::open(&path, Access::WRITE).expect("a new store");
    (folder, path, store)
}

/// Everything in the file, table by table, as text: what must not change when nothing is written.
pub fn dump(path: &Path) -> String {
    use std::fmt::Write;
    let connection =
        rusqlite::Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the file");
    let mut out = String::new();
    let mut tables = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' ORDER BY name")
        .expect("the schema");
    let tables: Vec<(String, String)> = tables
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("the schema")
        .collect::<Result<_, _>>()
        .expect("the schema");
    for (table, _) in tables {
        let mut rows = connection.prepare(&format!("SELECT * FROM \"{table}\" ORDER BY 1, 2")).expect("a table");
        let columns = rows.column_count();
        let mut rows = rows.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            let values: Vec<_> = (0..columns).map(|i| row.get_ref(i).expect("a value")).collect();
            let _ = writeln!(out, "{table} {values:?}");
        }
    }
    out
}
