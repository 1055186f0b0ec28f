//! The language layer against annotated texts.

pub mod coref;
pub mod entities;
pub mod places;
pub mod syntax;
pub mod times;
mod xml;

use tocsin_record::Span;

/// Code points that two spans share.
fn overlap(a: Span, b: Span) -> u32 {
    a.end().min(b.end()).saturating_sub(a.start().max(b.start()))
}
