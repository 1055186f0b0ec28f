use crate::query::*;
use crate::{Store, StoreError};
use tocsin_record::{DocumentId, EventId};
pub(crate) fn event(_: &Store, _: &EventId) -> Result<Option<EventRow>, StoreError> {
    todo!()
}
pub(crate) fn documents(_: &Store, _: usize, _: Option<&str>) -> Result<Page<DocumentHead>, StoreError> {
    todo!()
}
pub(crate) fn document(_: &Store, _: &DocumentId, _: Option<u32>) -> Result<Option<StoredDocument>, StoreError> {
    todo!()
}
pub(crate) fn totals(_: &Store) -> Result<Totals, StoreError> {
    todo!()
}
