//! What the rows mean, and what they must not be used for.

use super::{form_of, html, json, plain_csv};
use crate::links::Form;
use crate::problem::Problem;
use crate::site::Site;
use crate::view::Shell;
use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tocsin_record::{EventType, Mode, Quad};

/// What the ontology says of one type.
#[derive(Serialize)]
struct TypeRow {
    #[serde(rename = "type")]
    kind: EventType,
    quad: Quad,
    intensity: f64,
    modes: Vec<ModeRow>,
    #[serde(skip)]
    meaning: &'static str,
}

#[derive(Serialize)]
struct ModeRow {
    mode: Mode,
    intensity: f64,
}

impl TypeRow {
    fn modes_in_words(&self) -> String {
        let mode = |row: &ModeRow| format!("{} {}", row.mode.name(), row.intensity);
        self.modes.iter().map(mode).collect::<Vec<_>>().join(", ")
    }
}

fn types() -> Vec<TypeRow> {
    let modes = |kind: EventType| {
        kind.modes().map(|mode| ModeRow { mode, intensity: kind.intensity(Some(mode)) }).collect::<Vec<_>>()
    };
    EventType::all()
        .map(|kind| TypeRow {
            kind,
            quad: kind.quad(),
            intensity: kind.intensity(None),
            modes: modes(kind),
            meaning: meaning(kind),
        })
        .collect()
}

fn meaning(kind: EventType) -> &'static str {
    match kind {
        EventType::Agree => "promises, offers, accepts or concludes a deal about something to come",
        EventType::Consult => "meets, visits, phones, hosts, mediates",
        EventType::Support => "praises, endorses, recognises, signs or ratifies; nothing material",
        EventType::Concede => "gives way in words: apologises, lifts a measure, announces a withdrawal or a truce",
        EventType::Cooperate => "material and mutual: trade, joint exercises, shared intelligence, extradition",
        EventType::Aid => "gives a material benefit one way: money, arms, relief, asylum",
        EventType::Retreat => "gives way in deed: withdraws, releases, disarms, keeps a truce, resigns",
        EventType::Request => "demands, orders, calls on, urges, appeals to",
        EventType::Accuse => "criticises, condemns, blames, sues, charges, investigates",
        EventType::Reject => "refuses, rules out, vetoes, cancels, denies",
        EventType::Threaten => "warns of or threatens a hostile act that is its own to do",
        EventType::Protest => "demonstrates, riots, strikes work, boycotts, obstructs",
        EventType::Sanction => "punishes formally: sanctions, tariffs, designations, expulsions, convictions",
        EventType::Mobilize => "raises readiness or shows force",
        EventType::Coerce => "uses power without killing: seizes, restricts, arrests, deports, blockades, hacks",
        EventType::Assault => "uses physical violence: kills, fights, bombs, abducts",
    }
}

#[derive(Template)]
#[template(path = "method.html")]
struct MethodPage {
    shell: Shell,
    types: Vec<TypeRow>,
}

/// `/method`, and its table of types as JSON and CSV.
pub(super) async fn page(State(site): State<Site>, uri: Uri) -> Response {
    answer(&site, form_of(uri.path())).unwrap_or_else(IntoResponse::into_response)
}

fn answer(site: &Site, form: Form) -> Result<Response, Problem> {
    match form {
        Form::Html => html(&MethodPage { shell: Shell::new(site), types: types() }),
        Form::Json => json(&types()),
        Form::Csv => {
            let line = |row: TypeRow| {
                let (quad, intensity) = (row.quad.number().to_string(), row.intensity.to_string());
                [row.kind.name().to_owned(), quad, intensity, row.modes_in_words()]
            };
            Ok(plain_csv(["type", "quad", "intensity", "modes"], types().into_iter().map(line)))
        }
    }
}
