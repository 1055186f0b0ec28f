use crate::query::*;
use crate::{Store, StoreError};
pub(crate) fn page<T>(_: &Store, _: &Filter, _: Order, _: usize, _: Option<&str>) -> Result<Page<T>, StoreError> {
    todo!()
}
pub(crate) fn each<T, E: From<StoreError>>(
    _: &Store,
    _: &Filter,
    _: Order,
    _: impl FnMut(T) -> Result<(), E>,
) -> Result<u64, E> {
    todo!()
}
