//! The page of one article: its text with every row's words marked, and the rows beside their sentences.

use super::changes::{self, Changes};
use super::{VersionView, events_csv, html, json, newer, versions};
use crate::ask::AskError;
use crate::links::{self, Form, read_segment};
use crate::marks::{self, Mark, Piece, Role};
use crate::privacy;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::{self, Head, Line, Shell};
use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::collections::BTreeMap;
use tocsin_record::{Block, BlockKind, DocumentId, Revision, Span, TextIndex};
use tocsin_store::{DocumentHead, EventRow, Filter, Order, Page, Store, StoredDocument};

/// Most code points of a text on one page.
const LONGEST_TEXT: u32 = 300_000;
/// Most blocks on one page.
const MOST_BLOCKS: usize = 10_000;
/// Most marks on one page, counted once for every sentence they lie in.
const MOST_MARKS: usize = 100_000;

/// A stretch of a block: a sentence, or what lies between two.
struct SentenceView<'d> {
    anchor: Option<String>,
    evidence: bool,
    pieces: Vec<Piece<'d>>,
}

struct BlockView<'d> {
    kind: &'static str,
    muted: bool,
    sentences: Vec<SentenceView<'d>>,
    /// Events whose sentence begins here, with the sentence's anchor.
    lines: Vec<(Line<'d>, String)>,
}

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage<'p> {
    shell: Shell,
    head: Head<'p>,
    json: String,
    csv: String,
    totals_line: String,
    range: Option<String>,
    authors: String,
    rows: String,
    source: Option<String>,
    roles: Vec<&'static str>,
    cut: bool,
    blocks: Vec<BlockView<'p>>,
    elsewhere: Vec<Line<'p>>,
    id: &'p str,
    input: &'p str,
    language: &'p str,
    coder: &'p str,
    warnings: &'p [String],
    versions: Vec<VersionView>,
    newer: Option<(u32, String)>,
    changes: Option<Changes<'p>>,
}

/// A stored document as its JSON tells it, with what its version changed.
#[derive(Serialize)]
struct Told<'s> {
    #[serde(flatten)]
    stored: &'s StoredDocument,
    revision: Option<Revision>,
}

/// Which versions are asked for.
#[derive(Debug, Clone, Copy, Default)]
struct Asked {
    /// The one that is shown, else the newest.
    version: Option<u32>,
    /// The one that it is compared with, else the one before it.
    against: Option<u32>,
}

/// `/articles/ID`, its `.json` and its `.csv` (the events of it), of the newest or of `?version=`, compared with the
/// version before it or with `?against=`.
pub(super) async fn page(State(site): State<Site>, uri: Uri) -> Response {
    let Some((id, form)) = uri.path().strip_prefix("/articles/").and_then(read_segment) else {
        return Problem::bad_request("This is no article's id.").into_response();
    };
    let asked = match asked(uri.query()) {
        Ok(asked) => asked,
        Err(error) => return Problem::from(error).told_as(form).into_response(),
    };
    let here = site.clone();
    let answer = site.ask(move |store| {
        let (mut stored, form) = find(store, id, asked.version, form)?;
        match form {
            Form::Html => show(store, &here, &stored, asked),
            Form::Csv => events_csv(&rows(store, &stored)?),
            Form::Json => {
                privacy::coding(&mut stored.coding);
                let revision = changes::find(store, &stored, asked.against)?;
                json(&Told { stored: &stored, revision })
            }
        }
    });
    answer.await.unwrap_or_else(|problem| problem.told_as(form).into_response())
}

/// The document asked for. An ending that the pages' own links would have encoded may belong to the id after all.
fn find(store: &Store, id: String, version: Option<u32>, form: Form) -> Result<(StoredDocument, Form), Problem> {
    let whole = format!("{id}{}", form.ending());
    let id = DocumentId::from(id);
    if let Some(stored) = store.document(&id, version)? {
        return Ok((stored, form));
    }
    match store.document(&DocumentId::from(whole), version)? {
        Some(stored) => Ok((stored, Form::Html)),
        None => Err(Problem::not_found(no_document(&id, version))),
    }
}

fn asked(query: Option<&str>) -> Result<Asked, AskError> {
    let mut asked = Asked::default();
    for (key, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        let number = || value.parse().map(Some).map_err(|_| AskError("A version is a number, from 1.".to_owned()));
        match &*key {
            "version" => asked.version = number()?,
            "against" => asked.against = number()?,
            _ => return Err(AskError("An article's page knows only “version” and “against”.".to_owned())),
        }
    }
    Ok(asked)
}

fn no_document(id: &DocumentId, version: Option<u32>) -> String {
    let id: String = id.as_str().chars().take(200).collect();
    match version {
        Some(version) => format!("This store has no version {version} of {id}."),
        None => format!("This store has no article {id}. It may have been erased, or belong to another store."),
    }
}

fn document_head(stored: &StoredDocument) -> DocumentHead {
    let document = &stored.document;
    DocumentHead {
        id: document.id.clone(),
        version: stored.coding.document_version,
        url: document.url.clone(),
        outlet: document.outlet.clone(),
        title: document.title.clone(),
        published: document.published.as_ref().map(|published| published.as_str().to_owned()),
        lang: document.lang.clone(),
        translated: document.translated,
        synthetic: document.synthetic,
        silent: stored.versions.iter().any(|version| {
            let is_shown = version.number <= stored.coding.document_version;
            is_shown && version.revision.as_ref().is_some_and(|revision| revision.silent)
        }),
    }
}

/// The events of the document as rows of a list; those of an older version have no review of their own in the lists.
fn rows(store: &Store, stored: &StoredDocument) -> Result<Vec<EventRow>, Problem> {
    let mut rows = Vec::with_capacity(stored.coding.events.len());
    for event in &stored.coding.events {
        if let Some(row) = store.event(&event.id)? {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// The ids of the document's events that a person has reviewed.
fn reviewed(store: &Store, id: &DocumentId) -> Result<Vec<String>, Problem> {
    let filter = Filter { document: Some(id.clone()), reviewed: Some(true), ..Filter::default() };
    let page: Page<EventRow> = store.events(&filter, Order::NewestPublished, tocsin_store::MOST_ROWS, None)?;
    Ok(page.rows.into_iter().map(|row| row.event.id.to_string()).collect())
}

fn show(store: &Store, site: &Site, stored: &StoredDocument, asked: Asked) -> Result<Response, Problem> {
    let (document, coding) = (&stored.document, &stored.coding);
    let head = document_head(stored);
    let revision = changes::find(store, stored, asked.against)?;
    let reviewed = reviewed(store, &document.id)?;
    let mut lines: Vec<(Span, Line<'_>)> = coding
        .events
        .iter()
        .map(|event| {
            let line = view::line(event, &document.id, coding.document_version);
            (event.evidence.sentence(), Line { reviewed: reviewed.iter().any(|id| id == event.id.as_str()), ..line })
        })
        .collect();
    lines.sort_by_key(|(sentence, _)| *sentence);
    let index = TextIndex::new(&document.text);
    let (blocks, elsewhere, cut) = blocks(stored, &index, lines);
    let address = links::article(&document.id);
    let query = [("version", asked.version), ("against", asked.against)];
    let query = query.iter().filter_map(|(key, number)| Some(format!("{key}={}", (*number)?))).collect::<Vec<_>>();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let counted = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    html(&ArticlePage {
        shell: Shell::new(site),
        head: view::head(&head),
        json: format!("{address}.json{query}"),
        csv: format!("{address}.csv{query}"),
        totals_line: view::totals_line(&store.totals()?),
        range: document.published_range.map(|range| format!("{} and {}", range.start, range.end)),
        authors: document.authors.join(", "),
        rows: [
            counted(coding.events.len(), "event", "events"),
            counted(coding.statements.len(), "statement", "statements"),
        ]
        .join(", "),
        source: links::outside(document.url.as_deref()),
        roles: Role::ALL.iter().map(|role| role.name()).collect(),
        cut,
        blocks,
        elsewhere,
        id: document.id.as_str(),
        input: &document.input,
        language: document.lang.as_deref().unwrap_or("not known"),
        coder: &coding.coder_version,
        warnings: &document.warnings,
        versions: versions(stored),
        newer: newer(stored),
        changes: revision.as_ref().map(|revision| changes::view(stored, revision)),
    })
}

/// The marks of all rows, gathered by the sentence they lie in (by its place in `sentences`).
fn marks_by_sentence(stored: &StoredDocument, sentences: &[Span]) -> BTreeMap<usize, Vec<Mark>> {
    let events = stored.coding.events.iter().flat_map(marks::of_event);
    let statements = stored.coding.statements.iter().flat_map(marks::of_statement);
    let mut gathered: BTreeMap<usize, Vec<Mark>> = BTreeMap::new();
    let mut room = MOST_MARKS;
    for mark in events.chain(statements) {
        let first = sentences.partition_point(|sentence| sentence.end() <= mark.span.start());
        for (at, _) in sentences.iter().enumerate().skip(first).take_while(|(_, s)| s.start() < mark.span.end()) {
            if room == 0 {
                return gathered;
            }
            room -= 1;
            gathered.entry(at).or_default().push(mark);
        }
    }
    gathered
}

/// The document's sentences, cut at the ends of their blocks, in text order and without overlap.
fn sentences_of(block: &Block, sentences: &[Span]) -> Vec<(Span, bool)> {
    let mut cut = Vec::new();
    let (mut at, end) = (block.start, block.end.max(block.start));
    let first = sentences.partition_point(|sentence| sentence.end() <= block.start);
    for sentence in sentences[first..].iter().take_while(|sentence| sentence.start() < end) {
        let (start, stop) = (sentence.start().max(at), sentence.end().min(end));
        if start >= stop {
            continue;
        }
        if at < start {
            cut.push((Span::new(at, start), false));
        }
        cut.push((Span::new(start, stop), true));
        at = stop;
    }
    if at < end {
        cut.push((Span::new(at, end), false));
    }
    cut
}

type Shown<'d> = (Vec<BlockView<'d>>, Vec<Line<'d>>, bool);

fn blocks<'d>(stored: &'d StoredDocument, index: &TextIndex, lines: Vec<(Span, Line<'d>)>) -> Shown<'d> {
    let text = &stored.document.text;
    let end = (index.len_chars() as u32).min(LONGEST_TEXT);
    let title = stored.document.title.as_deref().map(str::trim);
    let repeats_title =
        |block: &Block| block.kind == BlockKind::Headline && title == Some(index.slice(text, block.span()).trim());
    let inside = |block: &&Block| block.start < end && block.start < block.end && !repeats_title(block);
    let kept: Vec<&Block> = stored.document.blocks.iter().filter(inside).take(MOST_BLOCKS).collect();
    let cut = stored.document.blocks.iter().any(|block| block.end > end) || stored.document.blocks.len() > MOST_BLOCKS;
    let stretches: Vec<Vec<(Span, bool)>> = kept
        .iter()
        .map(|block| sentences_of(&Block { end: block.end.min(end), ..**block }, &stored.coding.sentences))
        .collect();
    let flat: Vec<Span> = stretches.iter().flatten().map(|(span, _)| *span).collect();
    let marks = marks_by_sentence(stored, &flat);
    let evidence: Vec<Span> = lines.iter().map(|(sentence, _)| *sentence).collect();
    let mut lines = lines.into_iter().peekable();
    let mut elsewhere = Vec::new();
    let mut views = Vec::with_capacity(kept.len());
    let mut at = 0;
    for (block, stretches) in kept.into_iter().zip(stretches) {
        let mut sentences = Vec::with_capacity(stretches.len());
        for (span, is_sentence) in stretches {
            let nothing = Vec::new();
            let first = evidence.partition_point(|sentence| sentence.start() < span.start());
            let here = evidence[first..].first().is_some_and(|sentence| sentence.start() < span.end());
            sentences.push(SentenceView {
                anchor: (is_sentence || here).then(|| links::sentence_anchor(span)),
                evidence: here,
                pieces: marks::pieces(text, index, span, marks.get(&at).unwrap_or(&nothing)),
            });
            at += 1;
        }
        let block_end = block.end.min(end);
        while let Some((_, line)) = lines.next_if(|(sentence, _)| sentence.start() < block.start) {
            elsewhere.push(line);
        }
        let mut own = Vec::new();
        while let Some((sentence, line)) = lines.next_if(|(sentence, _)| sentence.start() < block_end) {
            own.push((line, links::sentence_anchor(sentence)));
        }
        let muted = matches!(
            block.kind,
            BlockKind::Caption | BlockKind::Credit | BlockKind::Related | BlockKind::Promo | BlockKind::Headline
        );
        views.push(BlockView { kind: block.kind.name(), muted, sentences, lines: own });
    }
    elsewhere.extend(lines.map(|(_, line)| line));
    (views, elsewhere, cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_cut_into_its_sentences_without_loss() {
        let block = Block { kind: BlockKind::Paragraph, start: 5, end: 30 };
        let sentences = [Span::new(0, 4), Span::new(5, 12), Span::new(13, 20), Span::new(18, 25), Span::new(40, 50)];
        let cut = sentences_of(&block, &sentences);
        let spans: Vec<(u32, u32, bool)> = cut.iter().map(|(s, is)| (s.start(), s.end(), *is)).collect();
        assert_eq!(spans, [(5, 12, true), (12, 13, false), (13, 20, true), (20, 25, true), (25, 30, false)]);
    }
}
