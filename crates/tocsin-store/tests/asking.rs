//! Filters, pages, search and counts.

mod common;
use common::*;
use proptest::prelude::*;
use tocsin_record::*;
use tocsin_store::*;

fn ids(page: &Page<EventRow>) -> Vec<String> {
    page.rows.iter().map(|row| row.event.id.to_string()).collect()
}

fn of(text: &str) -> Vec<String> {
    vec![text.to_owned()]
}

/// Three documents over three days.
fn filled() -> (tempfile::TempDir, Store) {
    let (folder, _path, mut store) = store();
    let (document, mut coding) = article("a", "2026-01-05", 1, BOATS);
    coding.events[0].time = Some(EventTime {
        start: Some("2025-12-30".parse().expect("a small store")),
        end: None,
        precision: Precision::Day,
        inferred: false,
        span: None,
    });
    let place = |country: &str| Place {
        span: None,
        name: "Güiria".to_owned(),
        country: Some(country.to_owned()),
        admin1: None,
        lat: None,
        lon: None,
        precision: PlacePrecision::City,
        geonames_id: None,
    };
    coding.events[0].place = Some(place("VEN"));
    coding.events[0].places = vec![place("VEN"), place("TTO")];
    coding.events[1].status = Status::Negated;
    coding.events[1].confidence = 0.25;
    store.put(&document, &coding).expect("a small store");
    let lines: &[Line<'_>] = &[
        ("ICE deported 200 people.", "deported", EventType::Coerce, "ICE/USA/COP", "Venezuelans/VEN/CVL"),
        (
            "Iceland and Russia met Erdoğan.",
            "met",
            EventType::Consult,
            "Iceland/ISL/GOV;Russia/RUS/GOV;Recep Tayyip Erdoğan/TUR/GOV",
            "",
        ),
    ];
    let (document, coding) = article("b", "2026-01-06", 1, lines);
    store.put(&document, &coding).expect("a small store");
    let lines: &[Line<'_>] = &[("A man struck Jane Roe.", "struck", EventType::Assault, "", "Jane Roe/USA/CVL")];
    let (mut document, coding) = article("c", "", 1, lines);
    document.title = None;
    store.put(&document, &coding).expect("a small store");
    (folder, store)
}

#[test]
fn filters_restrict_as_documented() {
    let (_folder, store) = filled();
    let count = |filter: Filter| {
        let page = store.events(&filter, Order::default(), 100, None).unwrap();
        assert_eq!(page.rows.len() as u64, page.total);
        page.total
    };
    let all = Filter::default;
    let day = |text: &str| text.parse().ok();
    for (filter, want, why) in [
        (all(), 5, "everything"),
        (Filter { actor: of("USA"), ..all() }, 2, "a country"),
        (Filter { actor: of("MIL"), ..all() }, 1, "a sector"),
        (Filter { actor: of("NICOLAS mad"), ..all() }, 1, "a name without case and accents, from its beginning"),
        (Filter { actor: of("erdogan"), ..all() }, 1, "accents the other way round"),
        (Filter { actor: of("ICE"), ..all() }, 1, "three capitals are a whole name, not Iceland"),
        (Filter { actor: of("ice"), ..all() }, 2, "small letters are the beginning of one"),
        (Filter { actor: of("us"), ..all() }, 0, "not the middle of Russia"),
        (Filter { actor: vec!["ISL".into(), "VEN".into()], ..all() }, 2, "any of several"),
        (Filter { actor: of("!?"), ..all() }, 0, "no word finds nothing"),
        (Filter { recipient: of("VEN"), ..all() }, 2, "the other side"),
        (Filter { recipient: of("Jane Roe"), ..all() }, 0, "a private person is not found by name"),
        (Filter { recipient: of("civilian"), ..all() }, 1, "but by role"),
        (Filter { kinds: vec![EventType::Assault, EventType::Consult], ..all() }, 3, "types"),
        (Filter { statuses: vec![Status::Negated], ..all() }, 1, "statuses"),
        (Filter { countries: of("TTO"), ..all() }, 1, "the second place"),
        (Filter { since: day("2026-01-06"), ..all() }, 2, "published since; without a day unknown"),
        (Filter { until: day("2026-01-01"), ..all() }, 1, "the event's own time"),
        (Filter { since: day("2025-12-30"), until: day("2025-12-30"), ..all() }, 1, "one day"),
        (Filter { min_confidence: Some(0.5), ..all() }, 4, "confidence"),
        (Filter { reviewed: Some(false), ..all() }, 5, "reviewed"),
        (Filter { document: Some(DocumentId::from("b".to_owned())), ..all() }, 2, "document"),
        (Filter { text: Some("guiria -strike".into()), ..all() }, 1, "words of the evidence"),
        (Filter { text: Some("\"struck Jane\"".into()), ..all() }, 1, "a phrase"),
        (Filter { text: Some("\"".into()), ..all() }, 0, "no words"),
        (
            Filter { actor: of("USA"), kinds: vec![EventType::Coerce], text: Some("people".into()), ..all() },
            1,
            "all at once",
        ),
    ] {
        assert_eq!(count(filter), want, "{why}");
    }
    let many = Filter { actor: (0..50_000).map(|n| format!("nobody {n}")).collect(), ..all() };
    assert_eq!(count(many), 0);
    let statements = Filter { actor: of("MIL"), kinds: vec![EventType::Aid], ..all() };
    assert_eq!(store.statements(&statements, 10, None).unwrap().total, 1, "types do not restrict statements");
}

#[test]
fn orders_are_stable_and_the_undated_come_last() {
    let (_folder, store) = filled();
    let page = |order| store.events(&Filter::default(), order, 100, None).unwrap();
    let published = page(Order::NewestPublished);
    let documents: Vec<_> = published.rows.iter().map(|row| row.document.id.as_str().to_owned()).collect();
    assert_eq!(documents, ["b", "b", "a", "a", "c"]);
    let event = page(Order::NewestEvent);
    assert_eq!(event.rows[2].event.status, Status::Negated, "dated by publication");
    assert_eq!(event.rows[3].event.kind, EventType::Assault, "dated 2025-12-30");
    let heads = store.documents(2, None).unwrap();
    assert_eq!((heads.total, heads.rows[0].id.as_str()), (3, "b"));
    let rest = store.documents(2, heads.next.as_deref()).unwrap();
    assert_eq!((rest.rows.len(), rest.next), (1, None));
}

#[test]
fn counts_follow_the_filter() {
    let (_folder, store) = filled();
    let facets = |by, most| {
        let facets = store.facets(&Filter::default(), by, most).unwrap();
        facets.into_iter().map(|facet| (facet.value, facet.events)).collect::<Vec<_>>()
    };
    let want = |pairs: &[(&str, u64)]| pairs.iter().map(|(value, n)| ((*value).to_owned(), *n)).collect::<Vec<_>>();
    assert_eq!(facets(FacetBy::Kind, 2), want(&[("ASSAULT", 2), ("ACCUSE", 1)]));
    assert_eq!(facets(FacetBy::Status, 9), want(&[("occurred", 4), ("negated", 1)]));
    assert_eq!(facets(FacetBy::Quad, 9), want(&[("4", 3), ("1", 1), ("3", 1)]));
    assert_eq!(facets(FacetBy::Day, 9), want(&[("2026-01-05", 2), ("2026-01-06", 2)]));
    assert_eq!(facets(FacetBy::Day, 1), want(&[("2026-01-06", 2)]));
    assert_eq!(facets(FacetBy::RecipientCountry, 9), want(&[("USA", 2), ("VEN", 2)]));
    assert_eq!(facets(FacetBy::ActorCountry, 1), want(&[("USA", 2)]));
    assert_eq!(facets(FacetBy::ActorName, 2), want(&[("ICE", 1), ("Iceland", 1)]));
    let filter = Filter { kinds: vec![EventType::Assault], ..Filter::default() };
    assert_eq!(store.facets(&filter, FacetBy::Status, 9).unwrap(), [Facet { value: "occurred".into(), events: 2 }]);
}

#[test]
fn pages_neither_skip_nor_repeat_while_documents_come_in() {
    let (_folder, _path, mut store) = store();
    let put = |store: &mut Store, n: usize, day: usize| {
        let (document, coding) = article(&format!("d{n:03}"), &format!("2026-01-{day:02}"), 1, BOATS);
        store.put(&document, &coding).unwrap();
    };
    for n in 0..30 {
        put(&mut store, n * 10, 1 + n % 7);
    }
    for order in [Order::NewestPublished, Order::NewestEvent] {
        let there = ids(&store.events(&Filter::default(), order, 1_000, None).unwrap());
        let (mut seen, mut cursor, mut n) = (Vec::new(), None, if order == Order::NewestEvent { 1 } else { 2 });
        loop {
            let page = store.events(&Filter::default(), order, 7, cursor.as_deref()).unwrap();
            seen.extend(ids(&page));
            put(&mut store, n, 1 + n % 7);
            n += 10;
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        let mut once = seen.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), seen.len(), "no row twice");
        let kept: Vec<_> = seen.into_iter().filter(|id| there.contains(id)).collect();
        assert_eq!(kept, there, "every row that was there at the beginning, in order");
    }
}

#[test]
fn foreign_cursors_are_refused() {
    let (_folder, store) = filled();
    let all = Filter::default();
    let next = store.events(&all, Order::default(), 2, None).unwrap().next.unwrap();
    let assaults = Filter { kinds: vec![EventType::Assault], ..Filter::default() };
    let long = "a".repeat(100_000);
    for (filter, order, cursor) in [
        (&assaults, Order::NewestPublished, next.as_str()),
        (&all, Order::NewestEvent, next.as_str()),
        (&all, Order::NewestPublished, ""),
        (&all, Order::NewestPublished, "' OR 1=1 --"),
        (&all, Order::NewestPublished, &next[..next.len() - 1]),
        (&all, Order::NewestPublished, &long),
        (&all, Order::NewestPublished, "é😀"),
    ] {
        assert!(matches!(store.events(filter, order, 2, Some(cursor)), Err(StoreError::Cursor)));
    }
    assert!(matches!(store.statements(&all, 2, Some(&next)), Err(StoreError::Cursor)));
    assert!(matches!(store.search("boat", 2, Some(&next)), Err(StoreError::Cursor)));
}

#[test]
fn search_finds_words_and_shows_them() {
    let (_folder, store) = filled();
    let found = |query: &str| {
        let page = store.search(query, 10, None).unwrap();
        assert_eq!(page.rows.len() as u64, page.total);
        page.rows.into_iter().map(|hit| hit.document.id.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("struck"), ["a", "c"]);
    assert_eq!(found("struck -jane"), ["a"]);
    assert_eq!(found("STRUCK guiria"), ["a"]);
    assert_eq!(found("\"struck a boat\""), ["a"]);
    assert_eq!(found("\"struck boat\""), Vec::<String>::new());
    assert_eq!(found("title"), ["b", "a"]);
    assert_eq!(found("-struck"), ["b"]);
    let page = store.search("navy boat", 10, None).unwrap();
    let hit = &page.rows[0];
    assert_eq!(hit.events, 2);
    let marked: Vec<_> = hit.snippet.iter().filter(|(_, found)| *found).map(|(text, _)| text.as_str()).collect();
    assert_eq!(marked, ["navy", "boat"]);
    let text: String = hit.snippet.iter().map(|(text, _)| text.as_str()).collect();
    assert!(text.starts_with("The navy struck a boat off Güiria"), "{text}");
    let first = store.search("struck", 1, None).unwrap();
    let second = store.search("struck", 1, first.next.as_deref()).unwrap();
    assert_eq!((second.rows[0].document.id.as_str(), second.next), ("c", None));
}

#[test]
fn nothing_typed_is_an_error() {
    let (_folder, store) = filled();
    let long = "strike ".repeat(2_000);
    let quotes = "\"".repeat(10_000);
    let glued = "x".repeat(10_000);
    let typed = [
        "\"",
        "*",
        "NEAR(",
        "NEAR(a b, 3)",
        "AND",
        "OR NOT",
        "a AND",
        "title:x",
        "{title text}:x",
        "^boat",
        "boat*",
        "😀",
        "boat 😀",
        "😀boat",
        "(((",
        "a\0b",
        "--",
        "-\"",
        "'; DROP TABLE rows; --",
        "é̈",
        "\u{FDD0}",
        "½",
        &long,
        &quotes,
        &glued,
    ];
    for query in typed {
        if let Err(e) = store.search(query, 10, None) {
            panic!("{query:.40}: {e}");
        }
        let filter = Filter { text: Some(query.to_owned()), actor: of(query), ..Filter::default() };
        if let Err(e) = store.events(&filter, Order::default(), 10, None) {
            panic!("{query:.40}: {e}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_is_stored_searched_and_shown(words in proptest::collection::vec("\\PC{1,12}", 1..12), query in "[\\PC\"*(): -]{0,40}") {
        let (_folder, _path, mut store) = store();
        let text = format!("{} struck.", words.join(" "));
        let line: Line<'_> = (&text, "struck.", EventType::Assault, "", "");
        let (document, coding) = article("x", "2026-01-05", 1, &[line]);
        store.put(&document, &coding).unwrap();
        prop_assert_eq!(&store.document(&document.id, None).unwrap().unwrap().document.text, &text);
        prop_assert!(store.search(&query, 10, None).is_ok());
        let hit = store.search("struck", 10, None).unwrap().rows.remove(0);
        prop_assert!(hit.snippet.iter().any(|(piece, found)| *found && piece.contains("struck")));
    }
}
