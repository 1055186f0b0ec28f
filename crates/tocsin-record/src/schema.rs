//! JSON Schemas of the records, generated from the types.

use crate::{Coding, Document, Incident, Story};
use schemars::{Schema, generate::SchemaSettings};

/// The schema of each record, by file name: what `tocsin extract` and `tocsin code` print, stories and incidents.
pub fn all() -> Vec<(&'static str, Schema)> {
    let generator = || SchemaSettings::draft2020_12().for_serialize().into_generator();
    vec![
        ("document.json", generator().into_root_schema_for::<Document>()),
        ("coding.json", generator().into_root_schema_for::<Coding>()),
        ("story.json", generator().into_root_schema_for::<Story>()),
        ("incident.json", generator().into_root_schema_for::<Incident>()),
    ]
}
