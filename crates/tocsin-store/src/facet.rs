use crate::query::*;
use crate::{Store, StoreError};
pub(crate) fn facets(_: &Store, _: &Filter, _: FacetBy, _: usize) -> Result<Vec<Facet>, StoreError> {
    todo!()
}
