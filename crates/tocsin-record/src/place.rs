//! Places.

use crate::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How finely a place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum PlacePrecision {
    Point,
    City,
    Admin1,
    Country,
    Sea,
    Unknown,
}

/// A place named in the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// Where the text names it.
    pub span: Option<Span>,
    /// The name as written.
    pub name: String,
    /// ISO 3166-1 alpha-3 code of its country.
    pub country: Option<String>,
    /// First-order division.
    pub admin1: Option<String>,
    /// Latitude in degrees north.
    pub lat: Option<f64>,
    /// Longitude in degrees east.
    pub lon: Option<f64>,
    /// How finely it is known.
    pub precision: PlacePrecision,
    /// GeoNames identifier.
    pub geonames_id: Option<u64>,
}
