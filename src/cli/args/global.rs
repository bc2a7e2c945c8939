use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

/// What holds for every command.
#[derive(Debug, Args)]
pub struct Global {
    /// The cache's directory [default: $SIGNCACHE_DIR, the configuration's, or $XDG_DATA_HOME/signcache]
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = "Global options")]
    pub cache: Option<PathBuf>,
    /// The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Global options")]
    pub config: Option<PathBuf>,
    /// Print results as JSON, one value a line
    #[arg(long, global = true, help_heading = "Global options")]
    pub json: bool,
    /// Never sign; only look up
    #[arg(long, global = true, help_heading = "Global options")]
    pub offline: bool,
    /// Read no upstream, whatever the configuration says
    #[arg(long, global = true, help_heading = "Global options")]
    pub no_upstream: bool,
    /// Say nothing but warnings and errors
    #[arg(long, short, global = true, help_heading = "Global options")]
    pub quiet: bool,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN", help_heading = "Global options")]
    pub color: Color,
}

/// When to use colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
