//! From inputs to results: records are cut out in order on one thread, worked on by as many as there are, and handed
//! over in the order in which they came, so that the number of threads never shows in the output.

use crate::console::Console;
use crate::failure::{Failure, Stop};
use crate::fault::guarded;
use crate::inputs::{Input, Inputs};
use crate::window::{CloseAtEnd, Window};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use tocsin_read::{Options, PassedOver, Raw};
use tocsin_store::Origin;

/// Records under way for each thread: enough that one slow document does not stop the others.
const AHEAD: usize = 16;
/// Bytes under way, as they lie in the inputs.
const BYTES: u64 = 256 << 20;
/// Stack of a worker: deeply nested pages are walked recursively.
const STACK: usize = 32 << 20;

/// One record's result.
pub struct Item<T> {
    /// What became of it.
    pub result: Result<T, Failure>,
    /// How many bytes of the inputs had been taken when it was cut out.
    pub position: u64,
    /// Whether no later result waits.
    pub last_for_now: bool,
}

struct Message<T> {
    number: u64,
    result: Result<T, Failure>,
    position: u64,
    bytes: u64,
}

/// Cuts the inputs into records, does `work` on each on `threads` threads, and hands the results to `each` in input
/// order until it breaks off. A panic in `work` is the failure of that record.
///
/// # Errors
/// When no thread can be started.
pub fn run<T: Send>(
    inputs: Inputs,
    threads: usize,
    work: impl Fn(Raw, Origin) -> Result<T, Failure> + Sync,
    each: impl FnMut(Item<T>) -> ControlFlow<()> + Send,
) -> Result<(), Stop> {
    run_with(inputs, &Options::default(), threads, |_, _| (), work, each)
}

/// Threads for work on documents, with room for deep ones.
///
/// # Errors
/// When no thread can be started.
pub fn workers(threads: usize) -> Result<rayon::ThreadPool, Failure> {
    let name = |number| format!("coder {number}");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).thread_name(name).build();
    pool.map_err(|error| {
        Failure::new("threads", format_args!("cannot be started ({error})"), "try fewer with --threads")
    })
}

/// Like [`run`]; cuts by `options`, and says of each input what of it was passed over on purpose.
///
/// # Errors
/// When no thread can be started.
pub fn run_with<T: Send>(
    inputs: Inputs,
    options: &Options,
    threads: usize,
    passed_over: impl Fn(&str, &PassedOver),
    work: impl Fn(Raw, Origin) -> Result<T, Failure> + Sync,
    mut each: impl FnMut(Item<T>) -> ControlFlow<()> + Send,
) -> Result<(), Stop> {
    let pool = workers(threads)?;
    let window = Window::new(threads.saturating_mul(AHEAD), BYTES);
    let (sender, receiver) = channel();
    std::thread::scope(|scope| {
        let window = &window;
        scope.spawn(move || {
            // Even if `each` panics, the reading side must not wait for room for ever.
            let _close = CloseAtEnd(window);
            hand_over(&receiver, window, &mut each);
        });
        pool.in_place_scope(|jobs| {
            let mut number = 0;
            cut(inputs, options, window, passed_over, |record, position, bytes| {
                let (sender, work): (Sender<Message<T>>, _) = (sender.clone(), &work);
                let at = number;
                number += 1;
                jobs.spawn(move |_| {
                    let result = record.and_then(|(raw, origin)| {
                        if window.is_closed() {
                            return Err(Failure::line("broken off"));
                        }
                        let place = raw.place().to_owned();
                        guarded(&place, || work(raw, origin))
                    });
                    // The other side is gone only when it has broken off.
                    let _ = sender.send(Message { number: at, result, position, bytes });
                });
            });
        });
        drop(sender);
    });
    Ok(())
}

/// Cuts the inputs into records, one after the other, as long as the window is open.
fn cut(
    inputs: Inputs,
    options: &Options,
    window: &Window,
    passed_over: impl Fn(&str, &PassedOver),
    mut each: impl FnMut(Result<(Raw, Origin), Failure>, u64, u64),
) {
    let taken = Arc::new(AtomicU64::new(0));
    let mut before = 0;
    let mut give = |record| {
        let position = taken.load(Ordering::Relaxed);
        let bytes = position - before;
        before = position;
        let is_open = window.enter(bytes);
        if is_open {
            each(record, position, bytes);
        }
        is_open
    };
    for input in inputs {
        if let Ok(Input::Page(page)) = &input {
            if !give(page.record(&taken).map(|raw| (raw, Origin::Fetched))) {
                return;
            }
            continue;
        }
        let opened = input.and_then(|input| Ok((input.name(), input.open(&taken, options)?)));
        let (name, mut records) = match opened {
            Ok(opened) => opened,
            Err(failure) => {
                if !give(Err(failure)) {
                    return;
                }
                continue;
            }
        };
        loop {
            // A fault in a reader of foreign bytes costs the rest of that input.
            let (record, is_last) = match guarded(&name, || Ok(records.next())) {
                Ok(Some(record)) => (record.map(|raw| (raw, Origin::Copy)).map_err(Failure::from), false),
                Ok(None) => break,
                Err(failure) => (Err(failure), true),
            };
            if !give(record) {
                return;
            }
            if is_last {
                break;
            }
        }
        let passed = records.passed_over();
        if !passed.is_empty() {
            passed_over(&name, &passed);
        }
    }
}

/// Puts the results in order again.
fn hand_over<T>(receiver: &Receiver<Message<T>>, window: &Window, each: &mut impl FnMut(Item<T>) -> ControlFlow<()>) {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for message in receiver {
        waiting.insert(message.number, message);
        while let Some(message) = waiting.remove(&next) {
            next += 1;
            let last_for_now = !waiting.contains_key(&next);
            let item = Item { result: message.result, position: message.position, last_for_now };
            let flow = each(item);
            window.leave(message.bytes);
            if flow.is_break() {
                return;
            }
        }
    }
}

/// Counts what failed and says it, each in one line.
pub struct Failures<'c> {
    console: &'c Console,
    /// How many failed.
    pub count: u64,
}

impl<'c> Failures<'c> {
    /// None yet.
    pub fn new(console: &'c Console) -> Self {
        Failures { console, count: 0 }
    }

    /// The result if it is one; a failure is said and counted.
    pub fn take<T>(&mut self, result: Result<T, Failure>) -> Option<T> {
        result
            .map_err(|failure| {
                self.count += 1;
                self.console.failure(&failure);
            })
            .ok()
    }
}
