//! Files of one JSON record a line.

use crate::failure::Failure;
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Reads every line that is not empty as a record; a line that is none is named in the failure.
///
/// # Errors
/// When the file cannot be read, or a line is `wrong` ("is no ..."): what to do then is `advice`.
pub fn records<T: DeserializeOwned>(path: &Path, wrong: &str, advice: &str) -> Result<Vec<T>, Failure> {
    let file = File::open(path).map_err(|error| Failure::reading(path, &error))?;
    let mut records = Vec::new();
    for (number, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|error| Failure::reading(path, &error))?;
        if line.trim().is_empty() {
            continue;
        }
        let record = serde_json::from_str(&line).map_err(|error| {
            Failure::new(format_args!("{}:{}", path.display(), number + 1), format_args!("{wrong} ({error})"), advice)
        })?;
        records.push(record);
    }
    Ok(records)
}
