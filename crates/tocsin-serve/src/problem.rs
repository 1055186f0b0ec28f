//! What is answered where there is no page: the reason and what to do, as a page or as JSON.

use crate::ask::AskError;
use crate::links::Form;
use askama::Template;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use tocsin_store::StoreError;

/// An answer that is no page.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    status: StatusCode,
    title: &'static str,
    detail: String,
    form: Form,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'p> {
    status: u16,
    title: &'p str,
    detail: &'p str,
    style: String,
}

impl Problem {
    fn new(status: StatusCode, title: &'static str, detail: impl Into<String>) -> Self {
        Problem { status, title, detail: detail.into(), form: Form::Html }
    }

    pub(crate) fn bad_request(detail: impl Into<String>) -> Self {
        Problem::new(StatusCode::BAD_REQUEST, "That question cannot be read", detail)
    }

    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Problem::new(StatusCode::NOT_FOUND, "There is no such page", detail)
    }

    pub(crate) fn forbidden(detail: impl Into<String>) -> Self {
        Problem::new(StatusCode::FORBIDDEN, "Not allowed", detail)
    }

    pub(crate) fn not_allowed() -> Self {
        Problem::new(StatusCode::METHOD_NOT_ALLOWED, "This page can only be read", "Nothing can be sent to it.")
    }

    pub(crate) fn misdirected() -> Self {
        Problem::new(
            StatusCode::MISDIRECTED_REQUEST,
            "This server does not go by that name",
            "Open it by the address that `tocsin serve` printed, or start it with the name you use as a known host.",
        )
    }

    pub(crate) fn inside(detail: impl Into<String>) -> Self {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "The store could not be read", detail)
    }

    /// The same problem, told in `form`.
    pub(crate) fn told_as(mut self, form: Form) -> Self {
        self.form = form;
        self
    }
}

impl From<AskError> for Problem {
    fn from(error: AskError) -> Self {
        Problem::bad_request(error.0)
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Cursor => {
                Problem::bad_request("The page mark (cursor) is not one that this list gave: start again without it.")
            }
            StoreError::Held { .. } | StoreError::Busy(_) => {
                Problem::new(StatusCode::SERVICE_UNAVAILABLE, "The store is being written", error.to_string())
            }
            _ => {
                tracing::error!(%error, "a query failed");
                Problem::inside(error.to_string())
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        if self.form != Form::Html {
            let body = serde_json::json!({"status": self.status.as_u16(), "title": self.title, "detail": self.detail});
            return (self.status, Json(body)).into_response();
        }
        let page = ProblemPage {
            status: self.status.as_u16(),
            title: self.title,
            detail: &self.detail,
            style: crate::assets::style_url(),
        };
        match page.render() {
            Ok(page) => (self.status, Html(page)).into_response(),
            Err(_) => (self.status, self.detail).into_response(),
        }
    }
}
