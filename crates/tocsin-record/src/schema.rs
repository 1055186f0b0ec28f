//! JSON Schemas of the records, generated from the types.

use crate::{Coding, Document, Incident, Revision, Story};
use schemars::{Schema, generate::SchemaSettings};

/// The schema of each record, by file name: what `tocsin extract`, `tocsin code` and
/// `tocsin versions` print, stories and incidents.
pub fn all() -> Vec<(&'static str, Schema)> {
    let generator = || SchemaSettings::draft2020_12().for_serialize().into_generator();
    vec![
        ("document.json", generator().into_root_schema_for::<Document>()),
        ("coding.json", generator().into_root_schema_for::<Coding>()),
        ("revision.json", generator().into_root_schema_for::<Revision>()),
        ("story.json", generator().into_root_schema_for::<Story>()),
        ("incident.json", generator().into_root_schema_for::<Incident>()),
    ]
}
