//! The feeds of the store and their health.

use super::{csv, form_of, html, json};
use crate::ask::Ask;
use crate::links::{self, Form};
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{self, Shell};
use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tocsin_store::{FeedRow, FeedState};

#[derive(Template)]
#[template(path = "feeds.html")]
struct FeedsPage<'p> {
    shell: Shell,
    found: String,
    feeds: Vec<FeedView<'p>>,
}

/// A feed as the page shows it.
struct FeedView<'p> {
    title: &'p str,
    address: &'p str,
    /// Where its title leads: its site, else the feed itself.
    href: Option<String>,
    folder: String,
    /// How it is, in words.
    told: String,
    success: Option<(&'p str, String)>,
    error: Option<&'p str>,
    items: String,
    waiting: u64,
    next: Option<(&'p str, String)>,
}

/// The list as JSON.
#[derive(Serialize)]
struct Answer<'a> {
    rows: &'a [FeedRow],
    total: usize,
}

/// `/feeds`: every feed with its health.
pub(super) async fn page(State(site): State<Site>, uri: Uri) -> Response {
    let form = form_of(uri.path());
    if let Err(error) = Ask::read_plain(uri.query(), &[]) {
        return Problem::from(error).told_as(form).into_response();
    }
    let here = site.clone();
    let answer = site.ask(move |store| {
        let rows = store.feeds()?;
        match form {
            Form::Json => json(&Answer { rows: &rows, total: rows.len() }),
            Form::Csv => {
                let written = tocsin_export::feeds(&rows, tocsin_export::Format::Csv, Vec::new());
                Ok(csv(written.map_err(super::not_written)?))
            }
            Form::Html => html(&FeedsPage {
                shell: Shell::new(&here),
                found: counted(rows.len()),
                feeds: rows.iter().map(view).collect(),
            }),
        }
    });
    answer.await.unwrap_or_else(|problem| problem.told_as(form).into_response())
}

fn counted(total: usize) -> String {
    if total == 1 { "1 feed".to_owned() } else { format!("{} feeds", view::thousands(total as u64)) }
}

fn view(row: &FeedRow) -> FeedView<'_> {
    let told = match (row.state, row.failures) {
        (FeedState::Paused, _) => "paused".to_owned(),
        (FeedState::Gone, _) => "gone for good, says its host".to_owned(),
        (FeedState::Active, 0) if row.polled_at.is_none() => "not looked at yet".to_owned(),
        (FeedState::Active, 0) => "well".to_owned(),
        (FeedState::Active, 1) => "failed at the last look".to_owned(),
        (FeedState::Active, times) => format!("failed at the last {times} looks"),
    };
    FeedView {
        title: row.title.as_deref().unwrap_or(&row.address),
        address: &row.address,
        href: links::outside(row.site.as_deref()).or_else(|| links::outside(Some(&row.address))),
        folder: row.folder.join(" / "),
        told,
        success: time_of(&row.succeeded_at),
        error: row.error.as_deref(),
        items: format!("{} new at the last look, {} in all", row.items_last, view::thousands(row.items_total)),
        waiting: row.waiting,
        next: time_of(&row.due_at),
    }
}

fn time_of(time: &Option<String>) -> Option<(&str, String)> {
    time.as_deref().map(|time| (time, view::published(time)))
}
