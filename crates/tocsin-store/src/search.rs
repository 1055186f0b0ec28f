use crate::query::*;
use crate::{Store, StoreError};
pub(crate) fn search(_: &Store, _: &str, _: usize, _: Option<&str>) -> Result<Page<SearchHit>, StoreError> {
    todo!()
}
