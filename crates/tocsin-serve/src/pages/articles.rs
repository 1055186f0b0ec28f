//! The list of articles, and the search through their words.

use super::{form_of, html, json, plain_csv, with_next};
use crate::ask::Ask;
use crate::links::Form;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{self, Head, Shell};
use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use tocsin_store::{DocumentHead, Page, SearchHit, Store};

/// Rows of a list, unless asked otherwise.
const ROWS: u32 = 50;

struct Hit<'h> {
    head: Head<'h>,
    snippet: &'h [(String, bool)],
    events: Option<String>,
}

#[derive(Template)]
#[template(path = "articles.html")]
struct ArticlesPage<'p> {
    shell: Shell,
    heading: String,
    path: &'static str,
    json: String,
    csv: String,
    totals_line: String,
    found: String,
    none: &'static str,
    hits: Vec<Hit<'p>>,
    paged: bool,
    first: String,
    next: Option<String>,
    limit: u32,
}

/// `/articles`: every article, newest first.
pub(super) async fn list(State(site): State<Site>, uri: Uri) -> Response {
    answer(site, uri, &[], documents).await
}

/// `/search?q=`: the articles that hold these words.
pub(super) async fn search(State(site): State<Site>, uri: Uri) -> Response {
    answer(site, uri, &["q"], found).await
}

type Answer = fn(&Store, &Site, &Ask, Form) -> Result<Response, Problem>;

async fn answer(site: Site, uri: Uri, keys: &[&str], answer: Answer) -> Response {
    let form = form_of(uri.path());
    let asked = match Ask::read_plain(uri.query(), keys) {
        Ok(ask) => ask,
        Err(error) => return Problem::from(error).told_as(form).into_response(),
    };
    let here = site.clone();
    let answer = site.ask(move |store| answer(store, &here, &asked, form)).await;
    answer.unwrap_or_else(|problem| problem.told_as(form).into_response())
}

const COLUMNS: [&str; 10] =
    ["id", "version", "url", "outlet", "title", "published", "lang", "translated", "synthetic", "silent"];

fn fields(head: &DocumentHead) -> [String; 10] {
    let or_empty = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        head.id.to_string(),
        head.version.to_string(),
        or_empty(&head.url),
        or_empty(&head.outlet),
        or_empty(&head.title),
        or_empty(&head.published),
        or_empty(&head.lang),
        head.translated.to_string(),
        head.synthetic.to_string(),
        head.silent.to_string(),
    ]
}

fn documents(store: &Store, site: &Site, ask: &Ask, form: Form) -> Result<Response, Problem> {
    let limit = ask.limit.unwrap_or(ROWS);
    let page: Page<DocumentHead> = store.documents(limit as usize, ask.cursor.as_deref())?;
    let next = page.next.as_ref().map(|next| format!("/articles{}{}", form.ending(), ask.query_at(next)));
    match form {
        Form::Json => Ok(with_next(json(&page)?, next)),
        Form::Csv => Ok(with_next(plain_csv(COLUMNS, page.rows.iter().map(fields)), next)),
        Form::Html => html(&ArticlesPage {
            shell: Shell::new(site),
            heading: "Articles".to_owned(),
            path: "/articles",
            json: format!("/articles.json{}", ask.query()),
            csv: format!("/articles.csv{}", ask.query()),
            totals_line: view::totals_line(&store.totals()?),
            found: counted(page.total),
            none: "Nothing has been read into this store yet.",
            hits: page.rows.iter().map(|head| Hit { head: view::head(head), snippet: &[], events: None }).collect(),
            paged: ask.cursor.is_some(),
            first: ask.query(),
            next: page.next.as_ref().map(|next| ask.query_at(next)),
            limit,
        }),
    }
}

fn found(store: &Store, site: &Site, ask: &Ask, form: Form) -> Result<Response, Problem> {
    let limit = ask.limit.unwrap_or(ROWS);
    let words = ask.given("q");
    let page: Page<SearchHit> = store.search(words, limit as usize, ask.cursor.as_deref())?;
    let next = page.next.as_ref().map(|next| format!("/search{}{}", form.ending(), ask.query_at(next)));
    match form {
        Form::Json => Ok(with_next(json(&page)?, next)),
        Form::Csv => {
            let mut columns = [""; 12];
            columns[..10].copy_from_slice(&COLUMNS);
            (columns[10], columns[11]) = ("events", "snippet");
            let line = |hit: &SearchHit| {
                let [a, b, c, d, e, f, g, h, i, j] = fields(&hit.document);
                let snippet = hit.snippet.iter().map(|(text, _)| text.as_str()).collect();
                [a, b, c, d, e, f, g, h, i, j, hit.events.to_string(), snippet]
            };
            Ok(with_next(plain_csv(columns, page.rows.iter().map(line)), next))
        }
        Form::Html => html(&ArticlesPage {
            shell: Shell { words: words.to_owned(), ..Shell::new(site) },
            heading: if words.is_empty() { "Search".to_owned() } else { format!("“{words}”") },
            path: "/search",
            json: format!("/search.json{}", ask.query()),
            csv: format!("/search.csv{}", ask.query()),
            totals_line: view::totals_line(&store.totals()?),
            found: counted(page.total),
            none: if words.is_empty() {
                "Type words into the box above: all must occur; \"words in quotes\" in this order; -word not at all."
            } else {
                "No article holds all these words."
            },
            hits: page
                .rows
                .iter()
                .map(|hit| Hit {
                    head: view::head(&hit.document),
                    snippet: &hit.snippet,
                    events: Some(match hit.events {
                        0 => "no events".to_owned(),
                        1 => "1 event".to_owned(),
                        n => format!("{} events", view::thousands(n)),
                    }),
                })
                .collect(),
            paged: ask.cursor.is_some(),
            first: ask.query(),
            next: page.next.as_ref().map(|next| ask.query_at(next)),
            limit,
        }),
    }
}

fn counted(total: u64) -> String {
    if total == 1 { "1 article".to_owned() } else { format!("{} articles", view::thousands(total)) }
}
