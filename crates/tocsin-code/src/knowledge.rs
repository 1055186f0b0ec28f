//! The coder's knowledge files, built into the program. `build.rs` gathers them; tests run the cases inside them.

include!(concat!(env!("OUT_DIR"), "/knowledge.rs"));
