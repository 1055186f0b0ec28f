//! Reads documents on standard input and prints each as a record of `tocsin extract`, one a line; failures go to
//! standard error. The name given as the argument tells the format, as a file's name would.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example prints")]

use std::io::{BufReader, Write};
use tocsin_read::{Limits, split};

fn main() {
    let name = std::env::args().nth(1).unwrap_or_else(|| "-".to_owned());
    let mut out = std::io::stdout().lock();
    for raw in split(&name, BufReader::new(std::io::stdin()), Limits::default()) {
        match raw.and_then(tocsin_read::Raw::read) {
            Ok(document) => {
                let line =
                    serde_json::to_string(&document).unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}"));
                if writeln!(out, "{line}").is_err() {
                    return;
                }
            }
            Err(error) => eprintln!("{error}"),
        }
    }
}
