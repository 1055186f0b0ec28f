//! The record types: ontology figures, spans, evidence, dates, identity, and the schemas in `schema/`.

use proptest::prelude::*;
use tocsin_record::*;

#[test]
fn every_type_knows_itself_and_its_modes() {
    assert_eq!(EventType::all().count(), 16);
    for kind in EventType::all() {
        assert_eq!(EventType::from_name(kind.name()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        for mode in kind.modes() {
            assert_eq!(Mode::from_name(mode.name()), Some(mode));
            assert_eq!(serde_json::to_value(mode).unwrap(), mode.name());
        }
    }
    assert_eq!(EventType::Threaten.intensity(Some(Mode::Restrict)), -3.0);
    assert_eq!(EventType::Coerce.intensity(Some(Mode::Restrict)), -7.0);
    assert_eq!(EventType::Assault.intensity(Some(Mode::Visit)), -9.0);
    assert_eq!(EventType::Aid.quad().number(), 2);
    assert_eq!(serde_json::to_value(Quad::VerbalConflict).unwrap(), 3);
}

#[test]
fn sectors_are_written_as_their_codes() {
    for sector in Sector::ALL {
        assert_eq!(serde_json::to_value(sector).unwrap(), sector.code());
        assert_eq!(Sector::from_code(sector.code()), Some(sector));
    }
    assert_eq!(Sector::from_code("UNK"), None);
}

#[test]
fn evidence_needs_a_sentence_with_its_trigger() {
    let text = "Café news. The army struck a boat. More.";
    let index = TextIndex::new(text);
    let sentence = Span::new(11, 34);
    let quote = |block, sentence, trigger| Evidence::quote(text, &index, block, sentence, trigger, Wording::Original);
    let evidence = quote(BlockKind::Paragraph, sentence, Span::new(20, 26)).unwrap();
    assert_eq!(evidence.exact(), "The army struck a boat.");
    assert_eq!(evidence.trigger_text(), "struck");
    assert_eq!(evidence.parts().prefix, "Café news. ");
    assert_eq!(evidence.parts().suffix, " More.");
    assert!(quote(BlockKind::Headline, sentence, Span::new(20, 26)).is_err());
    assert!(quote(BlockKind::Paragraph, sentence, Span::new(2, 6)).is_err());
    assert!(quote(BlockKind::Paragraph, sentence, Span::new(20, 20)).is_err());
    assert!(quote(BlockKind::Paragraph, Span::new(11, 99), Span::new(20, 26)).is_err());
    let json = serde_json::to_value(&evidence).unwrap();
    assert_eq!(json["sentence"], serde_json::json!([11, 34]));
    let mut broken = json.clone();
    broken["trigger"] = serde_json::json!([0, 0]);
    assert!(serde_json::from_value::<Evidence>(broken).is_err(), "a record without a trigger is no evidence");
    assert_eq!(serde_json::from_value::<Evidence>(json).unwrap(), evidence);
}

#[test]
fn an_event_without_evidence_is_not_read_back() {
    let text = "Troops struck.";
    let index = TextIndex::new(text);
    let evidence =
        Evidence::quote(text, &index, BlockKind::Paragraph, Span::new(0, 14), Span::new(7, 13), Wording::Original)
            .unwrap();
    let document = DocumentId::from("a".to_owned());
    let id = EventId::new(&document, 1, EventType::Assault, 7, 0);
    let event = Event::new(id, EventType::Assault, Some(Mode::Aerial), Status::Occurred, evidence);
    let mut json = serde_json::to_value(&event).unwrap();
    assert_eq!(json["type"], "ASSAULT");
    assert_eq!(json["intensity"], -9.5);
    assert_eq!(json["quad"], 4);
    assert!(json["time"].is_null() && json["voice"].as_array().unwrap().is_empty());
    json.as_object_mut().unwrap().remove("evidence");
    assert!(serde_json::from_value::<Event>(json).is_err());
}

#[test]
fn published_keeps_its_offset_and_its_local_day() {
    for (given, day) in [
        ("2026-01-03", "2026-01-03"),
        ("2025-01-01 22:59:48-05:00", "2025-01-01"),
        ("2026-01-03T00:30:00+09:00", "2026-01-03"),
        ("2026-01-03T23:59:59Z", "2026-01-03"),
        ("2026-01-03T23:59:59.123456Z", "2026-01-03"),
        ("2026-01-03T08:15", "2026-01-03"),
    ] {
        let published: Published = given.parse().unwrap();
        assert_eq!(published.day().to_string(), day);
        assert_eq!(published.as_str(), given);
    }
    for wrong in ["", "yesterday", "2026-13-01", "2026-02-30", "03/01/2026", "2026-01-03Tnoon", "2026-01-03X08:00"] {
        assert!(wrong.parse::<Published>().is_err(), "{wrong}");
    }
}

#[test]
fn ids_follow_the_contract() {
    assert_eq!(DocumentId::choose(Some("x"), Some("https://a.example/"), b"").as_str(), "x");
    assert_eq!(DocumentId::choose(Some("https://a.example/1 "), None, b"").as_str(), "https://a.example/1 ");
    assert_eq!(DocumentId::choose(None, Some("https://a.example/"), b"").as_str(), "https://a.example/");
    assert_eq!(
        DocumentId::choose(Some(" "), None, b"abc").as_str(),
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    let document = DocumentId::from("d".to_owned());
    let id = |version, kind, start, nth| EventId::new(&document, version, kind, start, nth);
    let first = id(1, EventType::Aid, 5, 0);
    assert_eq!(first.as_str().len(), 16);
    assert_eq!(first, id(1, EventType::Aid, 5, 0));
    for other in [id(2, EventType::Aid, 5, 0), id(1, EventType::Agree, 5, 0), id(1, EventType::Aid, 6, 0)] {
        assert_ne!(first, other);
    }
    assert_ne!(first, id(1, EventType::Aid, 5, 1));
}

#[test]
fn schemas_in_the_repository_are_those_of_the_types() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    for (name, schema) in schema::all() {
        let want = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        let path = folder.join(name);
        if std::env::var_os("TOCSIN_BLESS").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &want).unwrap();
        }
        let have = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert!(
            have == want,
            "{} is out of date: run the tests with TOCSIN_BLESS=1 and review the change",
            path.display()
        );
    }
}

proptest! {
    #[test]
    fn byte_and_code_point_offsets_agree(text in "[a-zé“”😀\n ]{0,300}") {
        let index = TextIndex::new(&text);
        prop_assert_eq!(index.len_chars(), text.chars().count());
        for (at, (byte, _)) in text.char_indices().enumerate() {
            prop_assert_eq!(index.to_char(&text, byte) as usize, at);
            prop_assert_eq!(index.to_byte(&text, at as u32), byte);
        }
        prop_assert_eq!(index.to_byte(&text, index.len_chars() as u32), text.len());
        prop_assert_eq!(index.to_char(&text, text.len()) as usize, index.len_chars());
    }

    #[test]
    fn spans_survive_json(start in 0u32..9_000_000, len in 0u32..1000) {
        let span = Span::new(start, start + len);
        let json = serde_json::to_string(&span).unwrap();
        prop_assert_eq!(&json, &format!("[{},{}]", start, start + len));
        prop_assert_eq!(serde_json::from_str::<Span>(&json).unwrap(), span);
        if len > 0 {
            let reversed = format!("[{},{}]", start + len, start);
            prop_assert!(serde_json::from_str::<Span>(&reversed).is_err());
        }
    }
}
