//! The front page and the list of events.

use super::{events_csv, form_of, html, json, with_next};
use crate::ask::Ask;
use crate::links::Form;
use crate::privacy;
use crate::problem::Problem;
use crate::site::Site;
use crate::strip::{self, Strip};
use crate::view::{self, Line, Shell};
use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;
use tocsin_record::{EventType, Quad, Status};
use tocsin_store::{EventRow, Facet, FacetBy, Filter, Page, Store, Totals};

/// Rows of the front page and of the list, unless asked otherwise.
const FRONT_ROWS: u32 = 25;
const LIST_ROWS: u32 = 50;
/// Most days counted for the strip: ten years.
const MOST_DAYS: usize = 3_660;
/// Most values of a facet beside the list, and most names offered while typing.
const MOST_VALUES: usize = 12;
const MOST_NAMES: usize = 60;

/// Counts beside the list.
#[derive(Serialize)]
struct Facets {
    #[serde(rename = "type")]
    kind: Vec<Facet>,
    quad: Vec<Facet>,
    status: Vec<Facet>,
    actor_country: Vec<Facet>,
    recipient_country: Vec<Facet>,
}

/// A value to choose, with how many events it has.
struct Choice {
    value: String,
    events: String,
    chosen: bool,
    href: String,
}

/// The types of one quad class.
struct Group {
    quad: u8,
    label: &'static str,
    events: String,
    chosen: bool,
    types: Vec<Choice>,
}

struct FacetView {
    title: &'static str,
    items: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "events.html")]
struct EventsPage<'p> {
    shell: Shell,
    heading: &'static str,
    path: &'static str,
    json: String,
    csv: String,
    totals_line: String,
    synthetic_documents: u64,
    empty: bool,
    store: String,
    ask: &'p Ask,
    found: String,
    all: String,
    chosen: Vec<(String, String, String)>,
    statuses: Vec<Choice>,
    types: Vec<Group>,
    facets: Vec<FacetView>,
    names: Vec<String>,
    quads: Vec<(u8, &'static str)>,
    strip: Option<Strip>,
    lines: Vec<Line<'p>>,
    paged: bool,
    first: String,
    next: Option<String>,
    limit: u32,
}

#[derive(Serialize)]
struct FrontJson<'p> {
    totals: &'p Totals,
    facets: Facets,
    #[serde(flatten)]
    page: &'p Page<EventRow>,
}

/// `/`: the newest events.
pub(super) async fn front(State(site): State<Site>, uri: Uri) -> Response {
    answer(site, uri, true).await
}

/// `/events`: the list of events.
pub(super) async fn list(State(site): State<Site>, uri: Uri) -> Response {
    answer(site, uri, false).await
}

async fn answer(site: Site, uri: Uri, front: bool) -> Response {
    let form = form_of(uri.path());
    let asked = match Ask::read(uri.query()) {
        Ok(ask) => ask,
        Err(error) => return Problem::from(error).told_as(form).into_response(),
    };
    let here = site.clone();
    let answer = site.ask(move |store| in_form(store, &here, &asked, form, front)).await;
    answer.unwrap_or_else(|problem| problem.told_as(form).into_response())
}

fn in_form(store: &Store, site: &Site, ask: &Ask, form: Form, front: bool) -> Result<Response, Problem> {
    let limit = ask.limit.unwrap_or(if front { FRONT_ROWS } else { LIST_ROWS });
    let mut page = rows(store, ask, limit)?;
    let path = if front { "/index" } else { "/events" };
    let next = page.next.as_ref().map(|next| format!("{path}{}{}", form.ending(), ask.query_at(next)));
    match form {
        Form::Html => self::page(store, site, ask, &page, limit, front),
        Form::Csv => Ok(with_next(events_csv(&page.rows)?, next)),
        Form::Json => {
            privacy::rows(&mut page.rows);
            let answer = if front {
                json(&FrontJson { totals: &store.totals()?, facets: facets(store, site, ask)?, page: &page })?
            } else {
                json(&page)?
            };
            Ok(with_next(answer, next))
        }
    }
}

fn rows(store: &Store, ask: &Ask, limit: u32) -> Result<Page<EventRow>, Problem> {
    if ask.impossible {
        return Ok(Page { rows: Vec::new(), total: 0, next: None });
    }
    Ok(store.events(&ask.filter, ask.order, limit as usize, ask.cursor.as_deref())?)
}

/// Each facet is counted without its own filter, so that the other values stay in sight with what they would give.
fn facets(store: &Store, site: &Site, ask: &Ask) -> Result<Facets, Problem> {
    let every_kind = Filter { kinds: Vec::new(), ..ask.filter.clone() };
    let any_status = Filter { statuses: Vec::new(), ..ask.filter.clone() };
    let any_actor = Filter { actor: Vec::new(), ..ask.filter.clone() };
    let any_recipient = Filter { recipient: Vec::new(), ..ask.filter.clone() };
    let count = |filter: &Filter, by, most| site.counts().facets(store, filter, by, most).map(Arc::unwrap_or_clone);
    let unless_impossible =
        |filter: &Filter, by| if ask.impossible { Ok(Vec::new()) } else { count(filter, by, MOST_VALUES) };
    let countries = |filter: &Filter, by| {
        let mut countries = unless_impossible(filter, by)?;
        countries.retain(|facet| is_code(&facet.value));
        Ok::<_, Problem>(countries)
    };
    let kind = count(&every_kind, FacetBy::Kind, EventType::all().count())?;
    Ok(Facets {
        quad: quads_of(&kind),
        kind,
        status: unless_impossible(&any_status, FacetBy::Status)?,
        actor_country: countries(&any_actor, FacetBy::ActorCountry)?,
        recipient_country: countries(&any_recipient, FacetBy::RecipientCountry)?,
    })
}

/// Each type belongs to one quad class, so these need no counting of their own.
fn quads_of(kinds: &[Facet]) -> Vec<Facet> {
    let of = |quad: Quad| {
        let inside = |facet: &&Facet| EventType::from_name(&facet.value).is_some_and(|kind| kind.quad() == quad);
        kinds.iter().filter(inside).map(|facet| facet.events).sum()
    };
    let mut quads: Vec<Facet> =
        Quad::ALL.iter().map(|&quad| Facet { value: quad.number().to_string(), events: of(quad) }).collect();
    quads.retain(|facet| facet.events > 0);
    quads.sort_by_key(|facet| std::cmp::Reverse(facet.events));
    quads
}

/// A list can be asked only for what is written like a code; a row may hold anything.
fn is_code(value: &str) -> bool {
    value.len() == 3 && value.bytes().all(|b| b.is_ascii_uppercase())
}

fn draw_strip(store: &Store, site: &Site, ask: &Ask) -> Result<Option<Strip>, Problem> {
    let mut days = Vec::new();
    for quad in Quad::ALL {
        if let Some(filter) = ask.of_quad(quad) {
            days.push((quad, Arc::unwrap_or_clone(site.counts().facets(store, &filter, FacetBy::Day, MOST_DAYS)?)));
        }
    }
    Ok(strip::draw(&days))
}

fn events_of(facets: &[Facet], value: &str) -> String {
    view::thousands(facets.iter().find(|facet| facet.value == value).map_or(0, |facet| facet.events))
}

fn status_choices(ask: &Ask, facets: &Facets) -> Vec<Choice> {
    let choice = |status: Status| Choice {
        value: status.name().to_owned(),
        events: events_of(&facets.status, status.name()),
        chosen: ask.filter.statuses.contains(&status),
        href: String::new(),
    };
    Status::ALL.into_iter().map(choice).collect()
}

fn type_groups(ask: &Ask, facets: &Facets) -> Vec<Group> {
    let choice = |kind: EventType| Choice {
        value: kind.name().to_owned(),
        events: events_of(&facets.kind, kind.name()),
        chosen: ask.kinds.contains(&kind),
        href: String::new(),
    };
    let group = |quad: Quad| Group {
        quad: quad.number(),
        label: quad.label(),
        events: events_of(&facets.quad, &quad.number().to_string()),
        chosen: ask.quads.contains(&quad),
        types: EventType::all().filter(|kind| kind.quad() == quad).map(choice).collect(),
    };
    Quad::ALL.into_iter().map(group).collect()
}

fn country_facet(title: &'static str, key: &str, chosen: &[String], ask: &Ask, facets: Vec<Facet>) -> FacetView {
    let item = |facet: Facet| Choice {
        href: format!("/events{}", ask.query_with(key, &[&facet.value])),
        events: view::thousands(facet.events),
        chosen: chosen.contains(&facet.value),
        value: facet.value,
    };
    FacetView { title, items: facets.into_iter().map(item).collect() }
}

fn page(
    store: &Store,
    site: &Site,
    ask: &Ask,
    page: &Page<EventRow>,
    limit: u32,
    front: bool,
) -> Result<Response, Problem> {
    let totals = store.totals()?;
    let facets = facets(store, site, ask)?;
    let names = site.counts().facets(store, &Filter::default(), FacetBy::ActorName, MOST_NAMES)?;
    let (heading, path, twin) = if front { ("Newest events", "/", "/index") } else { ("Events", "/events", "/events") };
    html(&EventsPage {
        shell: Shell::new(site),
        heading,
        path,
        json: format!("{twin}.json{}", ask.query()),
        csv: format!("{twin}.csv{}", ask.query()),
        totals_line: view::totals_line(&totals),
        synthetic_documents: totals.synthetic,
        empty: totals.documents == 0,
        store: site.path().display().to_string(),
        ask,
        found: match page.total {
            1 => "1 event".to_owned(),
            total => format!("{} events", view::thousands(total)),
        },
        all: view::thousands(totals.events),
        chosen: ask.chosen(),
        statuses: status_choices(ask, &facets),
        types: type_groups(ask, &facets),
        names: names.iter().map(|facet| facet.value.clone()).collect(),
        quads: Quad::ALL.iter().map(|quad| (quad.number(), quad.label())).collect(),
        strip: draw_strip(store, site, ask)?,
        facets: vec![
            country_facet("Actors", "actor", &ask.filter.actor, ask, facets.actor_country),
            country_facet("Recipients", "recipient", &ask.filter.recipient, ask, facets.recipient_country),
        ],
        lines: view::lines(&page.rows),
        paged: ask.cursor.is_some(),
        first: ask.query(),
        next: page.next.as_ref().map(|next| ask.query_at(next)),
        limit,
    })
}
