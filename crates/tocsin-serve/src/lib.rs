//! The dashboard: pages rendered on the server over one store, each a permalink with a `.json` and a `.csv` twin.
//!
//! It shows what the store holds and computes nothing of its own. It listens on loopback unless told otherwise, and
//! answers only requests that show a known Host. A writing request must carry the
//! page's token and its own origin as well.

mod ask;
mod assets;
mod counts;
mod guard;
mod links;
mod marks;
mod pages;
mod privacy;
mod problem;
mod server;
mod site;
mod strip;
mod view;

pub use ask::MOST_ROWS;
pub use guard::TOKEN_HEADER;
pub use server::{DEFAULT_LISTEN, Options, ServeError, app, serve, told_to_stop};
pub use site::Site;
