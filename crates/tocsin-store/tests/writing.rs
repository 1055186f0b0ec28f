//! What is written stays, once, in every version.

mod common;
use common::*;
use tocsin_record::*;
use tocsin_store::*;

#[test]
fn what_is_put_is_read_back_as_it_was() {
    let (_folder, path, mut store) = store();
    let (mut document, mut coding) = article("a", "2026-01-05T08:00:00-04:00", 1, BOATS);
    document.authors = vec!["A. Writer".to_owned()];
    document.synthetic = true;
    let evidence = coding.events[0].evidence.clone();
    coding.predictions.push(Prediction {
        id: derived_id(&document.id, 1, "prediction", 0, 0),
        who: Some(party("Jane Scholar/GBR/EDU")),
        event: Some(PredictedEvent {
            kind: EventType::Assault,
            mode: None,
            actor: vec![party("United States/USA/")],
            recipient: vec![],
            place: None,
            time: None,
        }),
        polarity: Polarity::WillNot,
        condition: None,
        strength: Some("unlikely".to_owned()),
        horizon: None,
        span: Span::new(0, 5),
        voice: vec![],
        evidence: evidence.clone(),
    });
    coding.claims.push(Claim {
        id: derived_id(&document.id, 1, "claim", 0, 0),
        kind: ClaimKind::Count,
        what: "boats".to_owned(),
        value: Some(0.1 + 0.2),
        low: None,
        high: None,
        unit: None,
        period: None,
        legal: None,
        event: Some(coding.events[0].id.clone()),
        about: Some(party("Tren de Aragua/VEN/CRM")),
        voice: vec![VoiceLink { sources: vec![party("Pentagon/USA/MIL")], anonymous: false }],
        span: Span::new(0, 5),
        evidence,
    });
    assert_eq!(store.put(&document, &coding).unwrap(), Put::New);
    drop(store);
    let store = Store::open(&path, Access::Read).unwrap();
    let stored = store.document(&document.id, None).unwrap().unwrap();
    assert_eq!(stored.document, document);
    assert_eq!(stored.coding, coding);
    assert_eq!(stored.versions.len(), 1);
    let totals = store.totals().unwrap();
    assert_eq!((totals.documents, totals.events, totals.statements), (1, 2, 2));
    assert_eq!((totals.predictions, totals.claims, totals.synthetic), (1, 1, 1));
    assert_eq!(totals.first.unwrap().to_string(), "2026-01-05");
    let row = store.event(&coding.events[1].id).unwrap().unwrap();
    assert_eq!(row.event, coding.events[1]);
    assert_eq!(row.coder_version, CODER);
    let by = |actor: &str| Filter { actor: vec![actor.to_owned()], ..Filter::default() };
    let on = |recipient: &str| Filter { recipient: vec![recipient.to_owned()], ..Filter::default() };
    assert_eq!(store.predictions(&by("EDU"), 10, None).unwrap().rows[0].prediction, coding.predictions[0]);
    assert_eq!(store.predictions(&on("USA"), 10, None).unwrap().total, 1);
    assert_eq!(store.claims(&by("pentagon"), 10, None).unwrap().rows[0].claim, coding.claims[0]);
    assert_eq!(store.claims(&on("tren"), 10, None).unwrap().total, 1);
    assert!(store.document(&DocumentId::from("b".to_owned()), None).unwrap().is_none());
    assert!(store.document(&document.id, Some(2)).unwrap().is_none());
}

#[test]
fn reading_twice_changes_nothing() {
    let (_folder, path, mut store) = store();
    let (document, coding) = article("a", "2026-01-05", 1, BOATS);
    assert_eq!(store.known_version(&document.id, &coding.text_sha256, CODER, Origin::Copy).unwrap(), Known::Absent);
    store.put(&document, &coding).unwrap();
    let before = dump(&path);
    assert_eq!(store.put(&document, &coding).unwrap(), Put::Unchanged);
    assert_eq!(store.known_version(&document.id, &coding.text_sha256, CODER, Origin::Copy).unwrap(), Known::Same(1));
    let newer = Coding { coder_version: "tocsin 0.2.0".to_owned(), ..coding.clone() };
    assert_eq!(store.put(&document, &newer).unwrap(), Put::OtherCoder(CODER.to_owned()));
    assert_eq!(dump(&path), before);
    drop(store);
    let mut store = Store::open(&path, Access::WRITE).unwrap();
    assert_eq!(store.put(&document, &coding).unwrap(), Put::Unchanged);
    assert_eq!(dump(&path), before);
}

#[test]
fn another_text_supersedes_and_the_old_one_stays_readable() {
    let (_folder, _path, mut store) = store();
    let (first, first_coding) = article("a", "2026-01-05", 1, BOATS);
    store.put(&first, &first_coding).unwrap();
    let (second, wrong) = article("a", "2026-01-05", 1, &BOATS[..1]);
    let known = store.known_version(&second.id, &wrong.text_sha256, CODER, Origin::Copy).unwrap();
    assert_eq!((known.next_version(), known), (Some(2), Known::Older(1)));
    assert!(matches!(store.put(&second, &wrong), Err(StoreError::Version { coded: 1, next: 2, .. })));
    let (second, second_coding) = article("a", "2026-01-05", 2, &BOATS[..1]);
    assert_eq!(store.put(&second, &second_coding).unwrap(), Put::NewVersion(2));
    let page = store.events(&Filter::default(), Order::default(), 10, None).unwrap();
    assert_eq!(page.total, 1);
    assert_eq!(page.rows[0].document.version, 2);
    let old = store.document(&first.id, Some(1)).unwrap().unwrap();
    assert_eq!((old.document, old.coding), (first.clone(), first_coding.clone()));
    assert_eq!(old.versions.iter().map(|version| version.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(store.document(&first.id, None).unwrap().unwrap().coding, second_coding);
    let row = store.event(&first_coding.events[0].id).unwrap().unwrap();
    assert_eq!(row.document.version, 1);
    assert_eq!(store.search("Maduro", 10, None).unwrap().total, 0, "the newest text does not hold the word");
    assert_eq!(store.search("Güiria", 10, None).unwrap().total, 1);
    assert_eq!(store.totals().unwrap().events, 1);
    // Back to the first text: known from a file; where it is published, a third version, not the first again.
    let (third, third_coding) = article("a", "2026-01-05", 3, BOATS);
    let known = |coder, origin| store.known_version(&third.id, &third_coding.text_sha256, coder, origin).unwrap();
    assert_eq!(known(CODER, Origin::Copy), Known::Same(1));
    assert_eq!(known("tocsin 0.2.0", Origin::Copy), Known::OtherCoder { version: 1, coder: CODER.to_owned() });
    assert_eq!(known(CODER, Origin::Fetched), Known::Older(2));
    assert_eq!(store.put(&third, &third_coding).unwrap(), Put::NewVersion(3));
    assert_eq!(store.search("Maduro", 10, None).unwrap().total, 1);
}

#[test]
fn an_earlier_day_sees_what_was_known_then() {
    let (_folder, _path, mut store) = store();
    let day = |text: &str| Filter { as_of: Some(text.parse().unwrap()), ..Filter::default() };
    let (first, coding) = article("a", "2026-01-05", 1, BOATS);
    store.put_at(&first, &coding, "2026-03-01T10:00:00Z".parse().unwrap()).unwrap();
    let (second, coding) = article("a", "2026-01-05", 2, &BOATS[..1]);
    store.put_at(&second, &coding, "2026-03-04T10:00:00Z".parse().unwrap()).unwrap();
    let (mut changed, coding) = article("b", "2026-01-05", 1, BOATS);
    changed.modified = Some("2026-01-09".parse().unwrap());
    store.put_at(&changed, &coding, "2026-03-01T10:00:00Z".parse().unwrap()).unwrap();
    for (as_of, versions) in [
        ("2026-01-04", vec![]),
        ("2026-01-05", vec![("a", 1), ("a", 1)]),
        ("2026-01-09", vec![("a", 1), ("a", 1), ("b", 1), ("b", 1)]),
        ("2026-03-03", vec![("a", 1), ("a", 1), ("b", 1), ("b", 1)]),
        ("2026-03-04", vec![("a", 2), ("b", 1), ("b", 1)]),
    ] {
        let page = store.events(&day(as_of), Order::default(), 10, None).unwrap();
        let found: Vec<_> = page.rows.iter().map(|row| (row.document.id.as_str(), row.document.version)).collect();
        assert_eq!(found, versions, "{as_of}");
        assert_eq!(page.total as usize, versions.len());
    }
}

#[test]
fn a_newer_coder_replaces_rows_only_when_asked_and_reviews_outlive_it() {
    let (_folder, _path, mut store) = store();
    let (document, coding) = article("a", "2026-01-05", 1, BOATS);
    store.put(&document, &coding).unwrap();
    assert!(store.review(&coding.events[0].id, true).unwrap());
    assert!(!store.review(&EventId::from("no such id".to_owned()), true).unwrap());
    let reviewed = |store: &Store| {
        let filter = Filter { reviewed: Some(true), ..Filter::default() };
        store.events(&filter, Order::default(), 10, None).unwrap().rows
    };
    assert_eq!(reviewed(&store).len(), 1);
    let mut newer = Coding { coder_version: "tocsin 0.2.0".to_owned(), ..coding.clone() };
    newer.events.truncate(1);
    newer.events[0].confidence = 0.9;
    assert_eq!(store.replace_coding(&newer).unwrap(), Recoded::Replaced(CODER.to_owned()));
    assert_eq!(store.replace_coding(&newer).unwrap(), Recoded::Unchanged);
    assert_eq!(store.document(&document.id, None).unwrap().unwrap().coding, newer);
    assert_eq!(reviewed(&store)[0].coder_version, "tocsin 0.2.0");
    assert_eq!(store.totals().unwrap().reviewed, 1);
    let words = Filter { text: Some("condemned".to_owned()), ..Filter::default() };
    assert_eq!(store.events(&words, Order::default(), 10, None).unwrap().total, 0, "its row is gone");
    assert_eq!(store.statements(&words, 10, None).unwrap().total, 1, "its statement is not");
    let other = Coding { text_sha256: "0".repeat(64), coder_version: "x".to_owned(), ..newer.clone() };
    assert!(matches!(store.replace_coding(&other), Err(StoreError::Mismatch { .. })));
    store.review(&coding.events[0].id, false).unwrap();
    assert_eq!(reviewed(&store).len(), 0);
    let (second, second_coding) = article("a", "2026-01-05", 2, &BOATS[..1]);
    store.put(&second, &second_coding).unwrap();
    store.review(&second_coding.events[0].id, true).unwrap();
    let (third, third_coding) = article("a", "2026-01-05", 3, BOATS);
    store.put(&third, &third_coding).unwrap();
    assert_eq!(reviewed(&store)[0].document.version, 3, "the same sentence in a later version is reviewed");
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let (_folder, path, mut store) = store();
    let before = dump(&path);
    let (document, coding) = article("a", "2026-01-05", 1, BOATS);
    let (other, other_coding) = article("b", "2026-01-05", 1, BOATS);
    let changed = Document { text: "Other text.".to_owned(), ..document.clone() };
    let mut doubled = coding.clone();
    doubled.events.push(coding.events[0].clone());
    let nameless = Document { id: DocumentId::from(String::new()), ..document.clone() };
    for (document, coding) in [
        (&document, &other_coding),
        (&other, &coding),
        (&changed, &coding),
        (&document, &doubled),
        (&nameless, &coding),
    ] {
        assert!(matches!(store.put(document, coding), Err(StoreError::Mismatch { .. })));
    }
    assert_eq!(dump(&path), before);
    drop(store);
    let mut reader = Store::open(&path, Access::Read).unwrap();
    let refused = reader.put(&document, &coding).unwrap_err();
    assert!(refused.to_string().ends_with("is open for reading only"), "{refused}");
}

#[test]
fn one_thread_writes_what_others_send() {
    let (_folder, path, store) = store();
    let (told, heard) = std::sync::mpsc::channel();
    let writer = Writer::start(store, 4, move |document, put| {
        let _ = told.send((document.id.as_str().to_owned(), put.is_ok()));
    });
    for n in 0..20 {
        let (document, coding) = article(&format!("d{n:02}"), "2026-01-05", 1, BOATS);
        assert!(writer.send(document, coding));
    }
    let store = writer.finish().expect("the store");
    let heard: Vec<_> = heard.iter().collect();
    assert_eq!(heard.len(), 20);
    assert!(heard.is_sorted() && heard.iter().all(|(_, ok)| *ok));
    assert_eq!(store.totals().unwrap().documents, 20);
    let pool = Pool::open(&path).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let documents = pool.with(|store| store.totals().map(|totals| totals.documents));
                assert_eq!(documents.unwrap(), 20);
            });
        }
    });
}

#[test]
fn documents_written_together_stand_or_fall_alone() {
    let (_folder, _path, mut store) = store();
    let one = |id: &str, version, lines| article(id, "2026-01-05", version, lines);
    let mut foreign = one("b", 1, BOATS);
    foreign.1.text_sha256 = "0".repeat(64);
    let outcomes = store.put_all(&[
        one("a", 1, BOATS),
        foreign,
        one("a", 1, BOATS),
        one("a", 1, &BOATS[..1]),
        one("a", 2, &BOATS[..1]),
        one("c", 1, BOATS),
    ]);
    assert!(matches!(outcomes[0], Ok(Put::New)));
    assert!(matches!(outcomes[1], Err(StoreError::Mismatch { .. })));
    assert!(matches!(outcomes[2], Ok(Put::Unchanged)));
    assert!(matches!(outcomes[3], Err(StoreError::Version { next: 2, .. })));
    assert!(matches!(outcomes[4], Ok(Put::NewVersion(2))));
    assert!(matches!(outcomes[5], Ok(Put::New)));
    assert_eq!(store.totals().unwrap().events, 3);
}
