//! Standard error: failures, warnings, notes and progress. None of it ever stops the program.

use crate::failure::Failure;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fmt::Display;
use std::io::{IsTerminal, Write};
use tocsin_read::PassedOver;

/// Writes one line; a standard error that is closed is no reason to stop.
pub fn write_line(level: &str, words: &impl Display) {
    let _ = writeln!(std::io::stderr().lock(), "{level}: {words}");
}

/// Speaks to the user around a progress bar.
pub struct Console {
    bar: Option<ProgressBar>,
    quiet: bool,
}

impl Console {
    /// A console; a quiet one says failures only.
    pub fn new(quiet: bool) -> Self {
        Console { bar: None, quiet }
    }

    /// Shows progress over `total` bytes, or without an end when that is not known, if standard error is a terminal.
    pub fn with_progress(self, total: Option<u64>) -> Self {
        if self.quiet || !std::io::stderr().is_terminal() {
            return self;
        }
        let (bar, template) = match total {
            Some(total) => (ProgressBar::new(total), "{wide_bar} {percent:>3}%  {msg}, {eta} left"),
            None => (ProgressBar::new_spinner(), "{spinner} {msg}, {elapsed}"),
        };
        bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Console { bar: Some(bar), ..self }
    }

    /// Moves the progress bar to `position` bytes, `documents` of which came out.
    pub fn progress(&self, position: u64, documents: u64) {
        if let Some(bar) = &self.bar {
            let seconds = bar.elapsed().as_secs_f64().max(0.001);
            bar.set_position(position);
            bar.set_message(format!("{documents} documents, {:.1} a second", documents as f64 / seconds));
        }
    }

    fn say(&self, level: &str, words: &impl Display) {
        match &self.bar {
            Some(bar) => bar.suspend(|| write_line(level, words)),
            None => write_line(level, words),
        }
    }

    /// Says that something failed.
    pub fn failure(&self, failure: &Failure) {
        self.say("error", failure);
    }

    /// Warns, unless quiet.
    pub fn warning(&self, words: &impl Display) {
        if !self.quiet {
            self.say("warning", words);
        }
    }

    /// Says what of an input was passed over on purpose, unless quiet.
    pub fn passed_over(&self, name: &str, passed: &PassedOver) {
        if !self.quiet {
            self.say("note", &Failure::line(format_args!("{name}: passed over {passed}")));
        }
    }

    /// Prints lines as they are, unless quiet.
    pub fn lines(&self, lines: &str) {
        if !self.quiet {
            let _ = write!(std::io::stderr().lock(), "{lines}");
        }
    }

    /// Takes the progress bar away.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
