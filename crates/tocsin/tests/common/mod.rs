//! Runs the program as a user would: in a folder and with a home of its own.

#![allow(dead_code, reason = "each test file uses its part")]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

/// A folder to work in, gone with the test.
pub struct Place {
    folder: TempDir,
}

/// What a run left.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Place {
    pub fn new() -> Self {
        Place { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The program in this folder, with no variable of the caller's that it would heed.
    pub fn command(&self) -> Command {
        self.prepare(Command::new(env!("CARGO_BIN_EXE_tocsin")))
    }

    /// A line of the shell in this folder; the program is `$TOCSIN`.
    #[cfg(unix)]
    pub fn shell(&self, line: &str) -> Command {
        let mut command = self.prepare(Command::new("sh"));
        command.args(["-c", line]).env("TOCSIN", env!("CARGO_BIN_EXE_tocsin"));
        command
    }

    fn prepare(&self, mut command: Command) -> Command {
        for name in ["TOCSIN_STORE", "TOCSIN_CONFIG", "TOCSIN_LOG", "XDG_DATA_HOME", "XDG_CONFIG_HOME"] {
            command.env_remove(name);
        }
        command.current_dir(self.folder.path()).env("HOME", self.folder.path()).stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command().args(arguments).output().unwrap())
    }

    /// Runs the program with `input` on its standard input.
    pub fn run_on(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut child = self
            .command()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_owned();
        let feeder = std::thread::spawn(move || std::io::Write::write_all(&mut stdin, &input));
        let ran = Ran::of(child.wait_with_output().unwrap());
        let _ = feeder.join().unwrap();
        ran
    }

    /// The events of a store as the program prints them.
    pub fn events(&self, store: &str) -> String {
        let ran = self.run(&["events", "--store", store, "--format", "jsonl"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    }
}

impl Ran {
    pub fn of(output: Output) -> Self {
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Checks that it went well and said nothing.
    #[track_caller]
    pub fn fine(self) -> Self {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "standard output: {}", self.out);
        self
    }

    /// Checks that it ended with `code` and one line on standard error that holds all of `words`.
    #[track_caller]
    pub fn one_line(self, code: i32, words: &[&str]) -> Self {
        assert_eq!(self.code, code, "standard error: {}", self.err);
        assert_eq!(self.err.lines().count(), 1, "one line was to be said, not: {}", self.err);
        for word in words {
            assert!(self.err.contains(word), "{word:?} is not in {:?}", self.err);
        }
        self
    }
}

/// Ends a program at the end of a test, whatever way that goes.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The root of the project.
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The development data, if it is there.
pub fn data() -> Option<PathBuf> {
    let named = std::env::var_os("TOCSIN_DATA").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| project().join("../shared/data"));
    folder.canonicalize().ok().filter(|folder| folder.is_dir())
}

/// An article of four sentences as JSONL, told by an outlet that does not exist.
pub fn article(id: &str) -> String {
    let text = "SAN MARCOS, Jan. 12 - Russia expelled five French diplomats on Monday. President Emmanuel Macron condemned \
                the decision. \\\"This is a hostile act,\\\" Macron told reporters in Paris. France will recall its ambassador \
                from Moscow, the foreign ministry said.";
    format!(
        "{{\"id\": \"{id}\", \"outlet\": \"The San Marcos Ledger\", \"published\": \"2026-01-13\", \"lang\": \"en\", \
         \"text\": \"{text}\"}}\n"
    )
}
