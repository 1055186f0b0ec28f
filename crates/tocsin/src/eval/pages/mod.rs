//! Scoring article text and metadata read from stored pages.
//!
//! The rules are those of the project's reference scorer (`measure pages`), line for line: a page is given to the reader as
//! characters with its address. Body is what the blocks standfirst, paragraph, heading, quote and list hold. It is compared
//! by 4-grams of words as multisets, each page's shared, extra and lost ones divided by their sum so that all pages weigh
//! the same; or by segments that it must and must not hold. A title is right if it is equal after squeezing white space and
//! Unicode forms; an author if one of the gold's is named; a date if it is the gold's day as written or in UTC, or the
//! same instant.

mod answer;
mod charset;
mod day;
mod half;
mod python;
mod reading;
mod score;
mod set;
mod table;

pub use answer::{Answer, read_answers};
pub use half::Half;
pub use python::{repr, squeeze, words};
pub use reading::read_all;
pub use score::{PageScore, figures, score};
pub use set::{Page, Set};
pub use table::PageTable;
