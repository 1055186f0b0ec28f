//! Counts of events along a field.

use crate::list::condition;
use crate::query::*;
use crate::rows::EVENT;
use crate::store::MOST_ROWS;
use crate::{Store, StoreError};
use rusqlite::params_from_iter;

pub(crate) fn facets(store: &Store, filter: &Filter, by: FacetBy, most: usize) -> Result<Vec<Facet>, StoreError> {
    let party = |side: u8| format!("JOIN parties p ON p.\"row\" = r.key AND p.side = {side}");
    let (value, join) = match by {
        FacetBy::Kind => ("r.type", String::new()),
        FacetBy::Status => ("r.status", String::new()),
        FacetBy::Quad => ("CAST(r.quad AS TEXT)", String::new()),
        FacetBy::Day => ("nullif(r.day, '')", String::new()),
        FacetBy::ActorCountry => ("p.country", party(0)),
        FacetBy::RecipientCountry => ("p.country", party(1)),
        // Only canonical names: words and roles of the text name nobody in particular.
        FacetBy::ActorName => ("n.label", format!("{} JOIN names n ON n.key = p.name AND p.named = 1", party(0))),
    };
    // Two parties of one event may share a value.
    let count = if join.is_empty() { "count(*)" } else { "count(DISTINCT r.key)" };
    let order = if by == FacetBy::Day { "1 DESC" } else { "2 DESC, 1" };
    let condition = condition(filter, EVENT);
    let sql = format!(
        "SELECT {value}, {count} FROM rows r {join} WHERE {} AND {value} IS NOT NULL GROUP BY 1 ORDER BY {order} LIMIT {}",
        condition.sql,
        most.clamp(1, MOST_ROWS)
    );
    let read = || {
        store
            .connection
            .prepare_cached(&sql)?
            .query_map(params_from_iter(&condition.values), |row| {
                Ok(Facet { value: row.get(0)?, events: row.get::<_, i64>(1)? as u64 })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()
    };
    let mut facets = read().map_err(|e| store.failed(e))?;
    if by == FacetBy::Day {
        facets.reverse();
    }
    Ok(facets)
}
