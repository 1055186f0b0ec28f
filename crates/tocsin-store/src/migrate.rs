//! Numbered steps from an empty file to the present schema, each in one transaction.

use crate::{StoreError, revision};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::Path;

/// "tocs", in the file's header: tells a tocsin store from other SQLite files.
const APPLICATION_ID: i64 = 0x746F_6373;

/// One step.
enum Step {
    /// Statements.
    Sql(&'static str),
    /// What statements cannot do.
    Fill(fn(&Transaction<'_>) -> rusqlite::Result<()>),
}

/// The steps; a store that has gone through the first n has `user_version` n. A step that was ever published is never
/// changed.
const STEPS: &[Step] = &[
    Step::Sql(include_str!("migrations/0001.sql")),
    Step::Sql(include_str!("migrations/0002_revisions.sql")),
    Step::Fill(revision::note_all),
    Step::Sql(include_str!("migrations/0004_feeds.sql")),
];

/// What a file is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// A database without anything in it.
    Empty,
    /// A store of the present schema.
    Current,
    /// A store that lacks the newest steps.
    Old,
}

/// Looks at a file; refuses one that is no store or was written by a newer program.
pub(crate) fn state(connection: &Connection, path: &Path) -> Result<State, StoreError> {
    state_of(connection, path, STEPS.len())
}

fn state_of(connection: &Connection, path: &Path, known: usize) -> Result<State, StoreError> {
    let ask = |sql: &str| {
        connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(|e| StoreError::database(path, e))
    };
    let (application, found) = (ask("PRAGMA application_id")?, ask("PRAGMA user_version")?);
    if application != APPLICATION_ID {
        let empty = application == 0 && found == 0 && ask("SELECT count(*) FROM sqlite_schema")? == 0;
        return if empty { Ok(State::Empty) } else { Err(StoreError::NoStore(path.to_owned())) };
    }
    let known = known as i64;
    match found {
        _ if found == known => Ok(State::Current),
        1.. if found < known => Ok(State::Old),
        1.. => Err(StoreError::Newer { path: path.to_owned(), found, known }),
        _ => Err(StoreError::NoStore(path.to_owned())),
    }
}

/// Takes the steps that the file lacks.
pub(crate) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    migrate_by(connection, path, STEPS)
}

fn migrate_by(connection: &mut Connection, path: &Path, steps: &[Step]) -> Result<(), StoreError> {
    let failed = |e| StoreError::database(path, e);
    let done: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(failed)?;
    for (number, step) in (1..).zip(steps).skip(usize::try_from(done).unwrap_or(usize::MAX)) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        match step {
            Step::Sql(statements) => transaction.execute_batch(statements),
            Step::Fill(fill) => fill(&transaction),
        }
        .map_err(failed)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(failed)?;
        transaction.pragma_update(None, "user_version", number).map_err(failed)?;
        transaction.commit().map_err(failed)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(connection: &Connection) -> i64 {
        connection.query_row("PRAGMA user_version", [], |row| row.get(0)).expect("a version")
    }

    #[test]
    fn a_store_takes_only_the_steps_it_lacks() {
        let path = Path::new("x.db");
        let mut connection = Connection::open_in_memory().expect("a database");
        let one = "CREATE TABLE a (x); INSERT INTO a VALUES (1);";
        let two = "ALTER TABLE a ADD COLUMN y; UPDATE a SET y = x + 1;";
        assert_eq!(state_of(&connection, path, 1).expect("empty"), State::Empty);
        migrate_by(&mut connection, path, &[Step::Sql(one)]).expect("the first step");
        assert_eq!(state_of(&connection, path, 1).expect("current"), State::Current);
        assert_eq!(state_of(&connection, path, 2).expect("old"), State::Old);
        migrate_by(&mut connection, path, &[Step::Sql(one), Step::Sql(two)]).expect("the second step");
        let y: i64 = connection.query_row("SELECT y FROM a", [], |row| row.get(0)).expect("the row");
        assert_eq!((y, version(&connection)), (2, 2));
        assert!(matches!(state_of(&connection, path, 1), Err(StoreError::Newer { found: 2, known: 1, .. })));
    }

    #[test]
    fn a_step_that_fails_leaves_nothing_behind() {
        let path = Path::new("x.db");
        let mut connection = Connection::open_in_memory().expect("a database");
        let fails = "CREATE TABLE b (x); SELECT no_such_function();";
        let steps = [Step::Sql("CREATE TABLE a (x);"), Step::Sql(fails)];
        assert!(migrate_by(&mut connection, path, &steps).is_err());
        assert_eq!(version(&connection), 1);
        assert!(connection.prepare("SELECT * FROM b").is_err(), "the half-done step was rolled back");
    }
}
