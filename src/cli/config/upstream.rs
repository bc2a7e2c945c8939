use std::path::PathBuf;

use serde::Deserialize;

/// A cache or a bundle that is read where the own cache lacks something: a path, or a table that says more.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a path, or `{ path = \"…\", optional = true }`")]
pub enum Upstream {
    /// One that must be readable before anything is signed.
    Path(PathBuf),
    /// One of which more is said.
    Table(Table),
}

/// What is said of an upstream.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Table {
    /// Its directory.
    path: PathBuf,
    /// Whether signing goes on when it can't be read.
    #[serde(default)]
    optional: bool,
}

impl Upstream {
    /// Its directory.
    pub const fn path(&mut self) -> &mut PathBuf {
        match self {
            Self::Path(path) | Self::Table(Table { path, .. }) => path,
        }
    }

    /// Its directory, and whether signing goes on when it can't be read.
    pub fn into_parts(self) -> (PathBuf, bool) {
        match self {
            Self::Path(path) => (path, false),
            Self::Table(Table { path, optional }) => (path, optional),
        }
    }
}
