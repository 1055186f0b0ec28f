//! Publication dates: whatever is accepted keeps its text and its day when it is read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tocsin_record::Published;

fuzz_target!(|text: &str| {
    if let Ok(date) = text.parse::<Published>() {
        let again: Published = date.as_str().parse().expect("an accepted date is accepted again");
        assert_eq!(date, again);
    }
});
