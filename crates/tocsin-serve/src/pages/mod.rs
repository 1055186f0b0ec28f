//! The pages, each with its JSON and CSV.

mod article;
mod articles;
mod changes;
mod event;
mod events;
mod feeds;
mod method;

use crate::links::Form;
use crate::problem::Problem;
use crate::site::Site;
use askama::Template;
use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use serde::Serialize;
use tocsin_export::{EventWriter, ExportError, Format};
use tocsin_store::EventRow;

/// Every page's route.
pub(crate) fn routes() -> Router<Site> {
    let mut router = Router::new();
    for path in ["/", "/.json", "/.csv", "/index.json", "/index.csv"] {
        router = router.route(path, get(events::front));
    }
    for form in [Form::Html, Form::Json, Form::Csv] {
        let ending = form.ending();
        router = router
            .route(&format!("/events{ending}"), get(events::list))
            .route(&format!("/articles{ending}"), get(articles::list))
            .route(&format!("/search{ending}"), get(articles::search))
            .route(&format!("/feeds{ending}"), get(feeds::page))
            .route(&format!("/method{ending}"), get(method::page));
    }
    router
        .route("/events/{id}", get(event::page))
        .route("/events/{id}/review", post(event::review))
        .route("/articles/{*id}", get(article::page))
}

/// The form that a list's path asks for.
fn form_of(path: &str) -> Form {
    match path {
        path if path.ends_with(".json") => Form::Json,
        path if path.ends_with(".csv") => Form::Csv,
        _ => Form::Html,
    }
}

/// The answer where no route fits.
pub(crate) fn no_such_page(path: &str) -> Problem {
    Problem::not_found("Check the address, or start from the newest events.").told_as(form_of(path))
}

fn html(page: &impl Template) -> Result<Response, Problem> {
    let page = page.render().map_err(|error| {
        tracing::error!(%error, "a page could not be written");
        Problem::inside("The page could not be written.")
    })?;
    Ok(Html(page).into_response())
}

fn json(answer: &impl Serialize) -> Result<Response, Problem> {
    let body = serde_json::to_vec(answer).map_err(|error| {
        tracing::error!(%error, "an answer could not be written");
        Problem::inside("The answer could not be written.")
    })?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

fn csv(body: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], body).into_response()
}

fn events_csv(rows: &[EventRow]) -> Result<Response, Problem> {
    let mut writer = EventWriter::new(Format::Csv, Vec::new()).map_err(not_written)?;
    for row in rows {
        writer.write(row).map_err(not_written)?;
    }
    Ok(csv(writer.finish().map_err(not_written)?))
}

fn not_written(error: ExportError) -> Problem {
    match error {
        ExportError::Store(error) => error.into(),
        error => {
            tracing::error!(%error, "rows could not be written");
            Problem::inside("The rows could not be written.")
        }
    }
}

/// Lines of plain fields as CSV. Each line has as many fields as the header.
fn plain_csv<const N: usize>(header: [&str; N], lines: impl IntoIterator<Item = [String; N]>) -> Response {
    let mut body = header.join(",") + "\r\n";
    for line in lines {
        let fields: Vec<String> = line.iter().map(|field| quoted(field)).collect();
        body += &fields.join(",");
        body += "\r\n";
    }
    csv(body.into_bytes())
}

/// A field of a CSV line, quoted where it must be (RFC 4180). What a spreadsheet would run as a formula gets an
/// apostrophe before it, as in the exports.
fn quoted(field: &str) -> String {
    let risky = field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let number = field.parse::<f64>().is_ok();
    let field = &if risky && !number { format!("'{field}") } else { field.to_owned() };
    let bare = !field.contains(['"', ',', '\n', '\r']);
    if bare { field.clone() } else { format!("\"{}\"", field.replace('"', "\"\"")) }
}

/// Tells in a Link header where a list goes on, for those who read its JSON or CSV.
fn with_next(mut response: Response, next: Option<String>) -> Response {
    if let Some(link) = next.and_then(|next| HeaderValue::from_str(&format!("<{next}>; rel=\"next\"")).ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

/// One version of a document's text, for the list of its versions.
struct VersionView {
    number: u32,
    href: String,
    read_at: String,
    read: String,
    sha: String,
    current: bool,
    /// What it changed, and the part of the page that shows it.
    changed: Option<(String, String)>,
    silent: bool,
}

fn versions(stored: &tocsin_store::StoredDocument) -> Vec<VersionView> {
    let shown = stored.coding.document_version;
    let view = |version: &tocsin_store::Version| VersionView {
        number: version.number,
        href: crate::links::article_version(&stored.document.id, version.number),
        read_at: version.read_at.clone(),
        read: crate::view::published(&version.read_at),
        sha: version.text_sha256.chars().take(12).collect(),
        current: version.number == shown,
        changed: version.revision.as_ref().map(|revision| {
            let href = format!("{}#changes", crate::links::article_version(&stored.document.id, version.number));
            (revision.in_words(changes::NAMED), href)
        }),
        silent: version.revision.as_ref().is_some_and(|revision| revision.silent),
    };
    stored.versions.iter().rev().map(view).collect()
}

/// The newest version's number and address, where a document's shown version is an older one.
fn newer(stored: &tocsin_store::StoredDocument) -> Option<(u32, String)> {
    let newest = stored.versions.iter().map(|version| version.number).max()?;
    let id = &stored.document.id;
    (newest > stored.coding.document_version).then(|| (newest, crate::links::article(id)))
}
