//! Runs every case of the trigger files: each rule's own positive and negative sentences, through the whole coder.

use tocsin_code::Coder;
use tocsin_record::{Coding, Document, Event, Party};

fn code(coder: &Coder, text: &str, published: &str) -> Coding {
    let mut document = Document::from_text("case", text);
    document.published = Some(published.parse().expect("a date"));
    document.lang = Some("en".to_owned());
    coder.code(&document, 1)
}

fn side(parties: &[Party], want: &str) -> bool {
    let want = want.trim();
    if want == "-" {
        return parties.is_empty();
    }
    if want == "?" {
        return true;
    }
    let have: Vec<&str> = parties.iter().map(|p| p.country.as_deref().unwrap_or("?")).collect();
    let wanted: Vec<&str> = want.split(',').map(str::trim).collect();
    wanted.iter().all(|w| *w == "?" || have.contains(w))
        && (wanted.contains(&"?") || have.iter().all(|h| wanted.contains(h)))
}

fn meets(event: &Event, want: &str) -> bool {
    let mut words = want.splitn(3, ' ');
    let (kind, status, parties) =
        (words.next().expect("a type"), words.next().expect("a status"), words.next().expect("parties"));
    let (kind, mode) = kind.split_once('/').map_or((kind, None), |(k, m)| (k, Some(m)));
    let (actor, recipient) = parties.split_once('>').expect("ACTORS > RECIPIENTS");
    event.kind.name() == kind
        && mode.is_none_or(|m| event.mode.is_some_and(|e| e.name() == m))
        && event.status.name() == status
        && side(&event.actor, actor)
        && side(&event.recipient, recipient)
}

fn shown(event: &Event) -> String {
    let names = |ps: &[Party]| {
        ps.iter()
            .map(|p| format!("{}/{}", p.label().unwrap_or("?"), p.country.as_deref().unwrap_or("?")))
            .collect::<Vec<_>>()
            .join(", ")
    };
    format!(
        "{}/{} {} {} > {} ({})",
        event.kind,
        event.mode.map_or("-", |m| m.name()),
        event.status.name(),
        names(&event.actor),
        names(&event.recipient),
        event.decided_by[0].by
    )
}

#[test]
fn every_rule_meets_its_own_cases() {
    let coder = Coder::new();
    let mut failures = Vec::new();
    let (mut total, mut types) = (0, std::collections::BTreeSet::new());
    for (rule, kind, case) in coder.rules().cases() {
        total += 1;
        types.insert(*kind);
        let published = case.published.as_deref().unwrap_or("2026-01-10");
        let coding = code(&coder, &case.text, published);
        let right = if case.want == "-" {
            coding.events.iter().all(|e| e.kind != *kind)
        } else {
            coding.events.iter().any(|e| meets(e, &case.want))
        };
        if !right {
            let rows: Vec<String> = coding.events.iter().map(shown).collect();
            failures.push(format!("{rule}: {}\n    want {}\n    have {rows:?}", case.text, case.want));
        }
    }
    assert_eq!(types.len(), 16, "every event type has rules with cases");
    assert!(failures.is_empty(), "{} of {total} cases fail:\n{}", failures.len(), failures.join("\n"));
}
