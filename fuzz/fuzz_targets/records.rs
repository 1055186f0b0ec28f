//! Records as JSON: whatever is accepted must come back the same after writing and reading it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;
use tocsin_record::{Coding, Document};

fn round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(bytes: &[u8]) {
    let Ok(record) = serde_json::from_slice::<T>(bytes) else { return };
    let written = serde_json::to_vec(&record).expect("an accepted record can be written");
    let again: T = serde_json::from_slice(&written).expect("a written record can be read");
    assert_eq!(record, again);
}

fuzz_target!(|data: &[u8]| {
    round_trip::<Document>(data);
    round_trip::<Coding>(data);
});
