//! Counts of events along a field.

use crate::list::condition;
use crate::query::*;
use crate::rows::EVENT;
use crate::store::MOST_ROWS;
use crate::{Store, StoreError};
use rusqlite::params_from_iter;

pub(crate) fn facets(store: &Store, filter: &Filter, by: FacetBy, most: usize) -> Result<Vec<Facet>, StoreError> {
    // Two parties of one event may share a value: it counts once.
    let party =
        |side: u8, new: &str| format!("CROSS JOIN parties p ON p.\"row\" = r.key AND p.side = {side} AND p.{new} = 1");
    let (value, join) = match by {
        FacetBy::Kind => ("r.type", String::new()),
        FacetBy::Status => ("r.status", String::new()),
        FacetBy::Quad => ("CAST(r.quad AS TEXT)", String::new()),
        FacetBy::Day => ("nullif(r.day, '')", String::new()),
        FacetBy::ActorCountry => ("p.country", party(0, "new_country")),
        FacetBy::RecipientCountry => ("p.country", party(1, "new_country")),
        // Only canonical names: words and roles of the text name nobody in particular. Grouped by key, named at the end.
        FacetBy::ActorName => ("p.name", format!("{} AND p.named = 1", party(0, "new_name"))),
    };
    let condition = condition(filter, EVENT);
    let counted = format!(
        "SELECT {value} AS value, count(*) AS events FROM rows r {join}
         WHERE {} AND {value} IS NOT NULL GROUP BY 1",
        condition.sql
    );
    let order = if by == FacetBy::Day { "1 DESC" } else { "2 DESC, 1" };
    let (shown, names) = match by {
        FacetBy::ActorName => ("n.label", "JOIN names n ON n.key = value"),
        _ => ("value", ""),
    };
    let most = most.clamp(1, MOST_ROWS);
    let sql = format!("SELECT {shown}, events FROM ({counted}) {names} ORDER BY {order} LIMIT {most}");
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
