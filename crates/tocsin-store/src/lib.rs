//! One SQLite file that holds the record. See `query` for what can be asked of it.
//!
//! Interface (to be filled in):
//!
//! ```text
//! Store::open(path, Access::Read | Access::Write { wait }) -> Result<Store, StoreError>
//! store.put(&Document, &Coding) -> Result<Put, StoreError>      one transaction; Put::{New, Unchanged, NewVersion(n)}
//! store.known_version(&DocumentId, text_sha256) -> Result<Known, StoreError>    Known::{Absent, Same(n), Older(n)}
//! store.events(&Filter, Order, limit, cursor) -> Result<Page<EventRow>, StoreError>
//! store.event(&EventId) -> Result<Option<EventRow>, StoreError>
//! store.statements(&Filter, limit, cursor) -> Result<Page<StatementRow>, StoreError>
//! store.documents(limit, cursor) -> Result<Page<DocumentHead>, StoreError>      newest first
//! store.document(&DocumentId, version: Option<u32>) -> Result<Option<StoredDocument>, StoreError>
//! store.search(query, limit, cursor) -> Result<Page<SearchHit>, StoreError>
//! store.totals() -> Result<Totals, StoreError>
//! store.facets(&Filter, FacetBy, most) -> Result<Vec<Facet>, StoreError>
//! ```
pub mod query;
pub use query::*;
