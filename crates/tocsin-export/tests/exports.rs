//! What an export holds, letter for letter, and that it can be read back.

use proptest::prelude::*;
use tocsin_export::*;
use tocsin_record::*;
use tocsin_store::{Access, DocumentHead, EventRow, Filter, Order, StatementRow, Store};

const TEXT: &str = "“We will not yield,” Jane Roe said. Drones of the Blue Army killed at least 6 people in Puerto Ejemplo, \
                    two officials told Example News.";

fn evidence(from: &str, trigger: &str) -> Evidence {
    let index = TextIndex::new(TEXT);
    let (start, end) = match from {
        "first" => (0, TEXT.find(" Drones").expect("the second sentence")),
        _ => (TEXT.find("Drones").expect("the second sentence"), TEXT.len()),
    };
    let at = TEXT.find(trigger).expect("the trigger");
    let (sentence, trigger) = (index.span(TEXT, start..end), index.span(TEXT, at..at + trigger.len()));
    Evidence::quote(TEXT, &index, BlockKind::Paragraph, sentence, trigger, Wording::Original).expect("good evidence")
}

fn head() -> DocumentHead {
    DocumentHead {
        id: DocumentId::from("https://example.org/1".to_owned()),
        version: 2,
        url: Some("https://example.org/1".to_owned()),
        outlet: Some("Example News".to_owned()),
        title: Some("=HYPERLINK(\"https://example.org\"), \"yield\"\nand more".to_owned()),
        published: Some("2026-01-05T08:00:00-04:00".to_owned()),
        lang: Some("en".to_owned()),
        translated: false,
        synthetic: true,
        silent: false,
    }
}

fn party(name: &str, country: Option<&str>, sector: Option<Sector>) -> Party {
    Party { country: country.map(str::to_owned), sector, ..Party::named(name) }
}

fn rich_event() -> EventRow {
    let evidence = evidence("second", "killed");
    let span = evidence.trigger();
    let id = EventId::new(&head().id, 2, EventType::Assault, span.start(), 0);
    let mut event = Event::new(id, EventType::Assault, Mode::from_name("drone"), Status::Occurred, evidence);
    event.contexts = vec![Context::Military, Context::Terrorism];
    let rebels = Party { sectors: vec![Sector::Crm], ..party("Blue; Army", Some("VEN"), Some(Sector::Reb)) };
    event.actor = vec![rebels, party("-unknown-", None, None)];
    event.recipient = vec![party("Jane Roe", Some("USA"), Some(Sector::Cvl))];
    event.time = Some(EventTime {
        start: "2026-01-03".parse().ok(),
        end: None,
        precision: Precision::Day,
        inferred: true,
        span: None,
    });
    let place = Place {
        span: None,
        name: "Puerto Ejemplo".to_owned(),
        country: Some("VEN".to_owned()),
        admin1: Some("Sucre".to_owned()),
        lat: Some(-10.5),
        lon: Some(62.25),
        precision: PlacePrecision::City,
        geonames_id: Some(1),
    };
    event.place = Some(place.clone());
    event.places = vec![place];
    let count = |what, low, best, high, as_of: Option<&str>| Count {
        what,
        low,
        best,
        high,
        cumulative: as_of.is_some(),
        as_of: as_of.and_then(|day| day.parse().ok()),
        unit: None,
        span,
    };
    event.counts = vec![
        count(CountKind::Killed, Some(6.0), None, None, None),
        count(CountKind::Strikes, None, Some(30.0), None, Some("2026-01-04")),
        count(CountKind::Injured, Some(4.0), Some(5.0), Some(6.5), None),
    ];
    event.voice = vec![
        VoiceLink { sources: vec![party("Other News", None, Some(Sector::Jrn))], anonymous: false },
        VoiceLink { sources: vec![], anonymous: true },
    ];
    event.confidence = 0.875;
    EventRow { event, document: head(), coder_version: "tocsin 0.1.0".to_owned(), reviewed: true }
}

/// Next to nothing known, and only a caption tells it.
fn bare_event() -> EventRow {
    let rich = rich_event().event;
    let mut parts = rich.evidence.parts().clone();
    parts.block = BlockKind::Caption;
    let evidence = Evidence::try_from(parts).expect("captions can be evidence");
    let id = EventId::new(&head().id, 2, EventType::Protest, 1, 0);
    let event = Event::new(id, EventType::Protest, None, Status::Negated, evidence);
    let document = DocumentHead {
        id: DocumentId::from("sha256:00".to_owned()),
        version: 1,
        url: None,
        outlet: None,
        title: None,
        published: None,
        lang: None,
        translated: true,
        synthetic: false,
        silent: false,
    };
    EventRow { event, document, coder_version: "tocsin 0.1.0".to_owned(), reviewed: false }
}

fn statement() -> StatementRow {
    let evidence = evidence("first", "said");
    let statement = Statement {
        id: derived_id(&head().id, 2, "statement", 0, 0),
        speaker: Some(Party { title: Some("a nurse".into()), ..party("Jane Roe", Some("USA"), Some(Sector::Cvl)) }),
        cue: Some(evidence.trigger()),
        content: vec![Span::new(1, 19), Span::new(200, 210)],
        direct: true,
        addressee: None,
        venue: Some("+ on a call".to_owned()),
        time: None,
        voice: vec![],
        evidence,
    };
    StatementRow { statement, document: head(), coder_version: "tocsin 0.1.0".to_owned() }
}

fn write_events(format: Format, rows: &[EventRow]) -> String {
    let mut writer = EventWriter::new(format, Vec::new()).expect("a writer");
    rows.iter().for_each(|row| writer.write(row).expect("written"));
    String::from_utf8(writer.finish().expect("flushed")).expect("UTF-8")
}

fn write_statements(format: Format, rows: &[StatementRow]) -> String {
    let mut writer = StatementWriter::new(format, Vec::new()).expect("a writer");
    rows.iter().for_each(|row| writer.write(row).expect("written"));
    String::from_utf8(writer.finish().expect("flushed")).expect("UTF-8")
}

#[test]
fn events_as_csv() {
    insta::assert_snapshot!(write_events(Format::Csv, &[rich_event(), bare_event()]));
}

#[test]
fn events_as_jsonl() {
    insta::assert_snapshot!(write_events(Format::Jsonl, &[rich_event(), bare_event()]));
}

#[test]
fn statements_as_csv() {
    insta::assert_snapshot!(write_statements(Format::Csv, &[statement()]));
}

#[test]
fn statements_as_jsonl() {
    insta::assert_snapshot!(write_statements(Format::Jsonl, &[statement()]));
}

#[test]
fn private_names_stay_in_the_quoted_words() {
    let said = write_statements(Format::Csv, &[statement()]);
    let mut reader = csv::Reader::from_reader(said.as_bytes());
    let header = reader.headers().expect("a header").clone();
    for record in reader.records() {
        for (column, cell) in header.iter().zip(&record.expect("a row")) {
            assert!(!cell.contains("Roe") && !cell.contains("nurse") || column == "evidence", "{column}: {cell}");
        }
    }
    let event = write_events(Format::Jsonl, &[rich_event()]);
    let mut event: serde_json::Value = serde_json::from_str(&event).expect("one object");
    event["evidence"] = serde_json::Value::Null;
    assert!(!event.to_string().contains("Roe"));
}

#[test]
fn a_store_is_exported_in_its_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = Store::open(folder.path().join("tocsin.db"), Access::WRITE).expect("a store");
    let mut document = Document::from_text("https://example.org/1", TEXT);
    document.synthetic = true;
    let mut event = rich_event().event;
    event.id = EventId::new(&document.id, 1, EventType::Assault, event.evidence.trigger().start(), 0);
    let coding = Coding {
        id: document.id.clone(),
        document_version: 1,
        coder_version: "tocsin 0.1.0".to_owned(),
        text_sha256: text_sha256(TEXT),
        sentences: vec![],
        events: vec![event],
        statements: vec![statement().statement],
        predictions: vec![],
        claims: vec![],
        times: vec![],
        places: vec![],
        entities: vec![],
        warnings: vec![],
    };
    store.put(&document, &coding).expect("written");
    let mut out = Vec::new();
    let all = Filter::default();
    assert_eq!(events(&store, &all, Order::default(), Format::Jsonl, &mut out).expect("exported"), 1);
    let row: EventRow = serde_json::from_slice(&out).expect("an event row");
    assert!(row.document.synthetic);
    assert_eq!(row.event, public_event(&coding.events[0]));
    out.clear();
    assert_eq!(statements(&store, &all, Format::Csv, &mut out).expect("exported"), 1);
    assert_eq!(csv::Reader::from_reader(out.as_slice()).records().count(), 1);
    let none = Filter { actor: vec!["nobody at all".to_owned()], ..Filter::default() };
    out.clear();
    assert_eq!(events(&store, &none, Order::default(), Format::Csv, &mut out).expect("exported"), 0);
    assert_eq!(String::from_utf8(out).expect("UTF-8").trim_end(), EVENT_COLUMNS.join(","), "a header all the same");
}

/// A pipe whose reader has gone.
struct Closed;

impl std::io::Write for Closed {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::BrokenPipe.into())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_closed_pipe_shows_as_one() {
    for format in [Format::Csv, Format::Jsonl] {
        let mut outcome = EventWriter::new(format, Closed).and_then(|mut writer| {
            (0..10_000).try_for_each(|_| writer.write(&rich_event())).and_then(|()| writer.finish().map(|_| ()))
        });
        match &mut outcome {
            Err(ExportError::Write(e)) => assert_eq!(e.kind(), std::io::ErrorKind::BrokenPipe),
            other => panic!("{other:?}"),
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(title in "(?s).{0,40}", name in "(?s)[=+@-]?.{0,20}", venue in "[\\PC\r\n\t\",;']{0,30}") {
        let mut row = statement();
        row.document.title = Some(title.clone());
        row.statement.speaker = Some(party(&name, None, Some(Sector::Gov)));
        row.statement.venue = Some(venue.clone());
        let line = write_statements(Format::Jsonl, std::slice::from_ref(&row));
        prop_assert_eq!(line.matches('\n').count(), 1);
        prop_assert_eq!(&serde_json::from_str::<StatementRow>(&line).expect("a row"), &row);
        let table = write_statements(Format::Csv, &[row]);
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        prop_assert_eq!(reader.headers().expect("a header"), &csv::StringRecord::from(STATEMENT_COLUMNS.to_vec()));
        let record = reader.records().next().expect("a row").expect("a row");
        let cell = |column| record.get(STATEMENT_COLUMNS.iter().position(|c| *c == column).expect("a column"));
        for (column, given) in [("title", title), ("venue", venue), ("speaker_names", name.replace(';', ","))] {
            let cell = cell(column).expect("a cell");
            prop_assert!(cell == given || cell.strip_prefix('\'') == Some(given.as_str()), "{}: {:?}", column, cell);
            let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && cell.parse::<f64>().is_err();
            prop_assert!(!formula, "{}: {:?}", column, cell);
        }
    }
}
