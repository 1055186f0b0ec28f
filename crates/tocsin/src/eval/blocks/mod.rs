//! Scoring the kinds of blocks against a gold of blocks marked in the sources of stored pages.
//!
//! Gold and answer blocks of a page are paired one to one by their words: two may pair when the Dice coefficient of their
//! words, as multisets, is at least .8; the most alike pair first, among equals those of one kind, then in the order of the
//! page. A pair is right when both are of the same kind. A gold block without a partner is missed. An answer block without
//! one is extra: an error of its kind's precision; in the figures over all kinds it is one too, unless it is of kind
//! `related` or `promo`, which say of a text outside the article no more than that it is no part of it. (The strict
//! figure counts these as well.)
//!
//! Where doubtful stretches are left out, neither they nor the answer blocks that pair with them count.
//!
//! Word figures do not ask how a text is cut: all words of one kind on a page are one multiset.

mod gold;
mod pairing;
mod score;
mod source;

pub use gold::{GoldHalf, GoldPage, read_doubtful, read_gold};
pub use score::{BlockScore, confusions, figures, score};
