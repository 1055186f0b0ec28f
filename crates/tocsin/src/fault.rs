//! Faults of the program itself: a panic is never shown as one.

use crate::console;
use crate::failure::Failure;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};

thread_local! {
    /// `Some` while this thread catches its faults; then it holds the words of the last.
    static CAUGHT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Where and why, in one line.
fn words(info: &PanicHookInfo<'_>) -> String {
    let payload = info.payload();
    let why = payload.downcast_ref::<&str>().copied();
    let why = why.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no reason given");
    let why: String = why.chars().take(200).collect();
    match info.location() {
        Some(place) => format!("{why} at {}:{}", place.file(), place.line()),
        None => why,
    }
}

/// From now on a panic that [`guarded`] catches says nothing, and any other says one line.
pub fn install() {
    set_hook(Box::new(|info| {
        let words = words(info);
        let caught = CAUGHT.with_borrow_mut(|slot| {
            let catching = slot.is_some();
            if catching {
                *slot = Some(words.clone());
            }
            catching
        });
        if !caught {
            let reason = format_args!("stopped by a fault of its own ({words})");
            console::write_line("error", &Failure::new("tocsin", reason, "please report this line"));
        }
    }));
}

/// Does `work` for the input called `place`; a panic in it becomes that input's failure.
pub fn guarded<T>(place: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    CAUGHT.set(Some(String::new()));
    let result = catch_unwind(AssertUnwindSafe(work));
    let words = CAUGHT.take();
    result.unwrap_or_else(|_| {
        let reason = format_args!("tocsin failed on it by a fault of its own ({})", words.unwrap_or_default());
        Err(Failure::new(place, reason, "please report this line, with the input if you may share it"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_the_failure_of_its_input() {
        install();
        let failed = guarded::<()>("a.txt", || panic!("no such luck")).unwrap_err().to_string();
        assert!(failed.starts_with("a.txt: tocsin failed on it by a fault of its own (no such luck at "), "{failed}");
        assert!(failed.contains("please report"), "{failed}");
        assert_eq!(guarded("b.txt", || Ok(1)), Ok(1));
    }
}
