use std::borrow::Cow;
use tocsin_record::Party;
/// What a page or an export may call a party.
pub fn public_label(_: &Party) -> Option<Cow<'_, str>> {
    todo!()
}
/// A party as a page or an export may show it.
pub fn public_party(_: &Party) -> Party {
    todo!()
}
