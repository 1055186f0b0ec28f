//! `tocsin read`: documents into the store.

use crate::arguments::Named;
use crate::config::Config;
use crate::console::Console;
use crate::failure::{Ending, Failure, Stop};
use crate::fault::guarded;
use crate::inputs;
use crate::pipeline::{self, Failures};
use clap::Args;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};
use tocsin_code::{CODER_VERSION, Coder};
use tocsin_read::{PassedOver, Raw};
use tocsin_record::{Coding, Document, text_sha256};
use tocsin_store::{Access, Known, Origin, Pool, Put, Store, StoreError};

/// Reads documents into the store: extracts the text, codes it, keeps text and rows
///
/// A text that the store holds already is passed over, in whichever version; another text under a known id becomes its
/// next version. An address that gives an older text again has gone back to it: that is a version too. Each document is written wholly or not at all, so a run that was broken off is simply run again.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    named: Named,
    /// How long to wait for another program that writes to the store
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    wait: u64,
}

/// A document on its way to the store.
pub struct Read {
    /// What the input was called, for failures.
    place: String,
    pub document: Document,
    sha256: String,
    origin: Origin,
    /// Its coding; `None` where the store seemed to hold the text already.
    coding: Option<Coding>,
}

/// What became of the documents.
#[derive(Debug, Default)]
pub struct Summary {
    pub new: u64,
    pub versions: u64,
    pub unchanged: u64,
    pub other_coder: u64,
    /// Kept but not coded, for their language.
    unread: u64,
    events: BTreeMap<&'static str, u64>,
    statements: u64,
}

/// Runs the command.
///
/// # Errors
/// When the store cannot be written.
pub fn run(arguments: Arguments, config: &Config) -> Result<Ending, Stop> {
    let started = Instant::now();
    let path = config.store(true)?;
    let mut store = Store::open(&path, Access::Write { wait: Duration::from_secs(arguments.wait) })?;
    let pool = Pool::open(&path)?;
    let inputs = arguments.named.list(config)?;
    let console = Console::new(config.quiet).with_progress(inputs::total_bytes(&inputs));
    let coder = Coder::new();
    let mut failures = Failures::new(&console);
    let mut summary = Summary::default();
    let mut broken = None;
    let work = |raw: Raw, origin| look(raw, origin, &pool, &coder);
    let options = arguments.named.options();
    let passed_over = |name: &str, passed: &PassedOver| console.passed_over(name, passed);
    pipeline::run_with(inputs, &options, config.threads(), passed_over, work, |item| {
        if let Some(read) = failures.take(item.result) {
            match keep(&mut store, &coder, read, &mut summary) {
                Ok(Ok(())) => {}
                Ok(Err(failure)) => {
                    failures.take::<()>(Err(failure));
                }
                Err(error) => {
                    broken = Some(error);
                    return ControlFlow::Break(());
                }
            }
        }
        console.progress(item.position, summary.documents() + failures.count);
        ControlFlow::Continue(())
    })?;
    console.finish();
    let failed = failures.count;
    console.lines(&summary.table(failed, started.elapsed()));
    match broken {
        Some(error) => Err(error.into()),
        None => Ok(Ending::of(failed)),
    }
}

/// Reads one record and codes it, if the store seems not to hold its text; runs on many threads.
pub fn look(raw: Raw, origin: Origin, pool: &Pool, coder: &Coder) -> Result<Read, Failure> {
    let place = raw.place().to_owned();
    let document = raw.read()?;
    let sha256 = text_sha256(&document.text);
    let known = pool.with(|store| store.known_version(&document.id, &sha256, CODER_VERSION, origin))?;
    let coding = known.next_version().map(|next| coder.code(&document, next));
    Ok(Read { place, document, sha256, origin, coding })
}

/// Writes one document. What the store holds is asked again here, where documents come in order: another document of
/// the same run may have changed it. The outer error ends the run, the inner one is this document's alone.
pub fn keep(
    store: &mut Store,
    coder: &Coder,
    read: Read,
    summary: &mut Summary,
) -> Result<Result<(), Failure>, StoreError> {
    let Read { place, document, sha256, origin, coding } = read;
    let known = store.known_version(&document.id, &sha256, CODER_VERSION, origin)?;
    let Some(next) = known.next_version() else {
        match known {
            Known::OtherCoder { .. } => summary.other_coder += 1,
            _ => summary.unchanged += 1,
        }
        return Ok(Ok(()));
    };
    let coding = match coding.filter(|coding| coding.document_version == next) {
        Some(coding) => coding,
        None => match guarded(&place, || Ok(coder.code(&document, next))) {
            Ok(coding) => coding,
            Err(failure) => return Ok(Err(failure)),
        },
    };
    match store.put(&document, &coding) {
        Ok(put) => {
            summary.add(&put, &document, &coding);
            Ok(Ok(()))
        }
        Err(error @ (StoreError::Mismatch { .. } | StoreError::Version { .. })) => {
            let advice = "please report this line, with the input if you may share it";
            Ok(Err(Failure::new(place, error, advice)))
        }
        Err(error) => Err(error),
    }
}

impl Read {
    /// Whether nothing is known of the document yet.
    pub fn is_first(&self) -> bool {
        self.coding.as_ref().is_some_and(|coding| coding.document_version == 1)
    }
}

impl Summary {
    /// Counts another's documents as its own.
    pub fn add_all(&mut self, other: Summary) {
        self.new += other.new;
        self.versions += other.versions;
        self.unchanged += other.unchanged;
        self.other_coder += other.other_coder;
        self.unread += other.unread;
        for (kind, count) in other.events {
            *self.events.entry(kind).or_default() += count;
        }
        self.statements += other.statements;
    }

    fn add(&mut self, put: &Put, document: &Document, coding: &Coding) {
        match put {
            Put::New => self.new += 1,
            Put::NewVersion(_) => self.versions += 1,
            Put::Unchanged => return self.unchanged += 1,
            Put::OtherCoder(_) => return self.other_coder += 1,
        }
        self.unread += u64::from(!tocsin_code::is_read(document));
        for event in &coding.events {
            *self.events.entry(event.kind.name()).or_default() += 1;
        }
        self.statements += coding.statements.len() as u64;
    }

    /// How many documents there were.
    pub fn documents(&self) -> u64 {
        self.new + self.versions + self.unchanged + self.other_coder
    }

    /// What is said at the end.
    pub fn table(&self, failed: u64, spent: Duration) -> String {
        let seconds = spent.as_secs_f64();
        let rate = (self.documents() + failed) as f64 / seconds.max(0.001);
        let versions = if self.versions == 1 { "version" } else { "versions" };
        let mut documents = format!(
            "{} new, {} new {versions}, {} unchanged, {failed} failed",
            self.new, self.versions, self.unchanged
        );
        if self.other_coder > 0 {
            documents += &format!(", {} kept with the rows of another coder version", self.other_coder);
        }
        if self.unread > 0 {
            documents += &format!(", {} not in English: kept, not coded", self.unread);
        }
        let all: u64 = self.events.values().sum();
        let mut types: Vec<_> = self.events.iter().collect();
        types.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        let types: Vec<String> = types.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        let events = if types.is_empty() { all.to_string() } else { format!("{all}: {}", types.join(", ")) };
        format!(
            "documents   {documents}\nevents      {events}\nstatements  {}\ntime        {seconds:.1} s, {rate:.1} \
             documents a second\n",
            self.statements
        )
    }
}
