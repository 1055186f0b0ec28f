//! The page of one event.

use super::{VersionView, events_csv, html, json, newer, versions};
use crate::links::{self, Form, read_segment};
use crate::marks::{self, Piece};
use crate::privacy;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{self, Head, Line, Shell, record_name};
use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use tocsin_record::{Count, Event, EventId, Place, Span, TextIndex};
use tocsin_store::{EventRow, Store, StoredDocument};

/// From this length on, in code points, the words around a sentence may be cut inside a word.
const AROUND: usize = 32;

struct PlaceView<'e> {
    name: &'e str,
    detail: String,
}

/// A row that this one points at.
struct Linked {
    label: String,
    href: String,
    text: String,
}

#[derive(Template)]
#[template(path = "event.html")]
struct EventPage<'p> {
    shell: Shell,
    line: Line<'p>,
    head: Head<'p>,
    prefix: String,
    suffix: String,
    pieces: Vec<Piece<'p>>,
    more: Vec<Vec<Piece<'p>>>,
    source: Option<String>,
    intensity: String,
    precision: String,
    places: Vec<PlaceView<'p>>,
    counts: Vec<String>,
    contexts: String,
    condition: Option<(&'p str, Option<String>)>,
    linked: Vec<Linked>,
    block: &'static str,
    wording: String,
    start: u32,
    end: u32,
    coder: &'p str,
    decisions: Vec<(&'p str, &'p str, &'p str)>,
    versions: Vec<VersionView>,
    newer: Option<(u32, String)>,
}

/// `/events/ID`, `/events/ID.json`, `/events/ID.csv`.
pub(super) async fn page(State(site): State<Site>, uri: Uri) -> Response {
    let Some((id, form)) = uri.path().strip_prefix("/events/").and_then(read_segment) else {
        return Problem::bad_request("This is no event's id.").into_response();
    };
    let here = site.clone();
    let answer = site.ask(move |store| {
        let id = EventId::from(id);
        let row = store.event(&id)?.ok_or_else(|| Problem::not_found(no_event(&id)))?;
        match form {
            Form::Html => show(store, &here, &row),
            Form::Csv => events_csv(&[row]),
            Form::Json => {
                let mut rows = [row];
                privacy::rows(&mut rows);
                json(&rows[0])
            }
        }
    });
    answer.await.unwrap_or_else(|problem| problem.told_as(form).into_response())
}

/// `POST /events/ID/review`: a person has checked the row, or takes that back (`reviewed=no`).
pub(super) async fn review(State(site): State<Site>, Path(id): Path<String>, form: Bytes) -> Response {
    let mut fields = url::form_urlencoded::parse(&form);
    let reviewed = match fields.find(|(name, _)| name == "reviewed").as_ref().map(|(_, value)| &**value) {
        Some("yes") => true,
        Some("no") => false,
        _ => return Problem::bad_request("The form must say reviewed=yes or reviewed=no.").into_response(),
    };
    let id = EventId::from(id);
    let page = links::event(&id);
    match site
        .change(move |store| if store.review(&id, reviewed)? { Ok(()) } else { Err(Problem::not_found(no_event(&id))) })
        .await
    {
        Ok(()) => Redirect::to(&page).into_response(),
        Err(problem) => problem.into_response(),
    }
}

fn no_event(id: &EventId) -> String {
    let id: String = id.as_str().chars().take(80).collect();
    format!("This store has no event {id}. It may have been erased, or belong to another store.")
}

fn show(store: &Store, site: &Site, row: &EventRow) -> Result<Response, Problem> {
    let event = &row.event;
    let missing = || Problem::inside("The event's document is not in the store.");
    let stored = store.document(&row.document.id, Some(row.document.version))?.ok_or_else(missing)?;
    let text = &stored.document.text;
    let index = TextIndex::new(text);
    let words = |span: Span| index.slice(text, span);
    let marks = marks::of_event(event);
    let evidence = event.evidence.parts();
    let cut = |sentence: &Span| marks::pieces(text, &index, *sentence, &marks);
    html(&EventPage {
        shell: Shell::new(site),
        line: Line { reviewed: row.reviewed, ..view::line(event, &row.document.id, row.document.version) },
        head: view::head(&row.document),
        prefix: before(&evidence.prefix),
        suffix: after(&evidence.suffix),
        pieces: marks::quoted(event, &marks),
        more: evidence.more.iter().map(cut).collect(),
        source: links::outside_at(row.document.url.as_deref(), event.evidence.exact()),
        intensity: format!("{:+.1}", event.intensity),
        precision: event.time.as_ref().map(|time| record_name(&time.precision)).unwrap_or_default(),
        places: event.places.iter().map(place).collect(),
        counts: event.counts.iter().map(|count| self::count(count, words(count.span))).collect(),
        contexts: event.contexts.iter().map(record_name).collect::<Vec<_>>().join(", "),
        condition: event.condition.as_ref().map(|c| (words(c.span), c.event.as_ref().map(links::event))),
        linked: linked(event, &stored),
        block: evidence.block.name(),
        wording: record_name(&evidence.wording),
        start: evidence.sentence.start(),
        end: evidence.sentence.end(),
        coder: &row.coder_version,
        decisions: event
            .decided_by
            .iter()
            .map(|d| (d.field.as_str(), d.by.as_str(), d.span.map(words).unwrap_or_default()))
            .collect(),
        versions: versions(&stored),
        newer: newer(&stored),
    })
}

/// The words before a sentence, from the first whole one.
fn before(prefix: &str) -> String {
    match prefix.split_once(char::is_whitespace) {
        Some((_, whole)) if prefix.chars().count() >= AROUND => format!("… {whole}"),
        _ => prefix.to_owned(),
    }
}

/// The words after a sentence, up to the last whole one.
fn after(suffix: &str) -> String {
    match suffix.rsplit_once(char::is_whitespace) {
        Some((whole, _)) if suffix.chars().count() >= AROUND => format!("{whole} …"),
        _ => suffix.to_owned(),
    }
}

fn place(place: &Place) -> PlaceView<'_> {
    let mut detail: Vec<String> = place.admin1.iter().chain(&place.country).cloned().collect();
    if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
        detail.push(format!("{lat:.2}, {lon:.2}"));
    }
    detail.push(record_name(&place.precision));
    PlaceView { name: &place.name, detail: detail.join(" · ") }
}

/// A count in words: "killed: at least 40 (“at least 40 people”), running total as of 2026-01-09".
fn count(count: &Count, words: &str) -> String {
    let unit = count.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let number = |n: f64| if n.fract() == 0.0 && n.abs() < 1e15 { format!("{n:.0}") } else { n.to_string() };
    let value = match (count.low, count.best, count.high) {
        (Some(low), _, Some(high)) if low < high => format!("{} to {}", number(low), number(high)),
        (_, Some(best), _) if count.low == Some(best) && count.high.is_none() => format!("at least {}", number(best)),
        (_, Some(best), _) if count.high == Some(best) && count.low.is_none() => format!("at most {}", number(best)),
        (_, Some(best), _) => number(best),
        (Some(low), None, _) => format!("at least {}", number(low)),
        (None, None, Some(high)) => format!("at most {}", number(high)),
        (None, None, None) => "not said".to_owned(),
    };
    let total = match (count.cumulative, count.as_of) {
        (true, Some(day)) => format!(", running total as of {day}"),
        (true, None) => ", running total".to_owned(),
        (false, _) => String::new(),
    };
    format!("{}: {value}{unit} (“{words}”){total}", record_name(&count.what))
}

/// The rows that this one points at, and those of the same document that point at it.
fn linked(event: &Event, stored: &StoredDocument) -> Vec<Linked> {
    let describe = |id: &EventId| {
        let found = stored.coding.events.iter().find(|other| other.id == *id);
        found.map_or_else(
            || id.to_string(),
            |other| format!("{} ({}): “{}”", other.kind.name(), other.status.name(), other.evidence.trigger_text()),
        )
    };
    let link = |label: String, id: &EventId| Linked { label, href: links::event(id), text: describe(id) };
    let mut linked: Vec<Linked> = event.about.iter().map(|id| link("About".to_owned(), id)).collect();
    linked.extend(event.relations.iter().map(|r| link(capital(&record_name(&r.kind)), &r.event)));
    let others = stored.coding.events.iter().filter(|other| other.id != event.id);
    for other in others {
        if other.about.contains(&event.id) {
            linked.push(link("Told of in".to_owned(), &other.id));
        }
        for relation in other.relations.iter().filter(|relation| relation.event == event.id) {
            linked.push(link(format!("Other row’s “{}”", record_name(&relation.kind)), &other.id));
        }
    }
    linked
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
