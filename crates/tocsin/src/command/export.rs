//! `tocsin export`: events for other programs.

use crate::config::Config;
use crate::failure::{Ending, Failure, Stop};
use crate::query::{self, Which};
use clap::{Args, ValueEnum};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;
use tocsin_export::ExportError;
use tocsin_store::{Filter, Order, Store};

/// Writes the events of the store for other programs
#[derive(Debug, Args)]
pub struct Arguments {
    /// The format
    #[arg(long, value_name = "FORMAT")]
    format: Format,
    /// The file to write [default: standard output]; an existing file is replaced once all is written
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    which: Which,
}

/// What other programs read.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Comma-separated values with a header.
    Csv,
    /// One JSON object a line.
    Jsonl,
}

/// Runs the command.
///
/// # Errors
/// When the store cannot be read or the output not be written.
pub fn run(arguments: Arguments, config: &Config) -> Result<Ending, Stop> {
    let store = query::open(config)?;
    let filter = arguments.which.filter(config);
    let format = match arguments.format {
        Format::Csv => tocsin_export::Format::Csv,
        Format::Jsonl => tocsin_export::Format::Jsonl,
    };
    match &arguments.output {
        None => write(&store, &filter, format, &mut io::stdout(), "standard output")?,
        // A pipe or a device is written as it is: there is nothing to replace.
        Some(path) if path.exists() && !path.is_file() => {
            let mut out = std::fs::File::create(path).map_err(|error| Failure::writing(path.display(), &error))?;
            write(&store, &filter, format, &mut out, &path.display().to_string())?;
        }
        Some(path) => replace(&store, &filter, format, path)?,
    }
    Ok(Ending::Complete)
}

fn write(
    store: &Store,
    filter: &Filter,
    format: tocsin_export::Format,
    out: &mut impl Write,
    place: &str,
) -> Result<(), Stop> {
    let mut out = BufWriter::new(out);
    let written = tocsin_export::events(store, filter, Order::NewestPublished, format, &mut out);
    match written.and_then(|_| Ok(out.flush()?)) {
        Ok(()) => Ok(()),
        Err(ExportError::Write(error)) => Err(Stop::writing(place, &error)),
        Err(error) => Err(error.into()),
    }
}

/// Writes beside `path` first, so that no half file is ever found there.
fn replace(store: &Store, filter: &Filter, format: tocsin_export::Format, path: &Path) -> Result<(), Stop> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |error: &io::Error| Failure::writing(path.display(), error);
    let mut file = NamedTempFile::new_in(folder).map_err(|error| failed(&error))?;
    write(store, filter, format, file.as_file_mut(), &path.display().to_string())?;
    readable_by_default(&file).map_err(|error| failed(&error))?;
    file.persist(path).map_err(|error| failed(&error.error))?;
    Ok(())
}

/// A temporary file is its owner's alone; the export is to have the rights of any new file.
#[cfg(unix)]
fn readable_by_default(file: &NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_default(_file: &NamedTempFile) -> io::Result<()> {
    Ok(())
}
