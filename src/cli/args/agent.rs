use std::path::PathBuf;

use clap::{Args, ValueHint};

const EXAMPLES: &str = "\
Configuration:
  Every key that is not named here is denied.

    [agent]
    socket = \"/run/signcache/socket\"
    group = \"nixbld\"                    # who may connect, beside you
    log = \"/var/log/signcache/agent.log\"

    [agent.keys.release]
    policy = \"ask\"          # or `sign`: whoever may build here can have anything signed;
                            # or `cached`: only what is there is handed out
    max-size = \"1G\"
    max-per-minute = 60
    sign-unseen = false     # whether to sign what was not sent, from the state of its hash

Examples:
  What waits for approval, and to approve it:
    $ signcache wanted list
    $ signcache wanted sign --content .";

/// Hand signatures out to builds, over a socket
///
/// Builds that require the system feature `signcache` (`built` of `signcache.nix`) send their content to the socket, and
/// get its signature: the one that is there, or one that is made now, if the policy of the configuration allows it. The
/// agent never gives out a secret, and hashes what is sent itself. Every decision is appended to a log, in JSON; what
/// can't be logged is not done. What was deleted or revoked is noticed within two seconds.
///
/// systemd may open the socket (`sd_listen_fds(3)`); else the agent makes it, and removes it at its end.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Agent {
    /// Where to listen, instead of where the configuration says [default: /run/signcache/socket]
    #[arg(long, value_name = "SOCKET", value_hint = ValueHint::AnyPath)]
    pub socket: Option<PathBuf>,
    /// Where to write the log, instead of where the configuration says [default: $XDG_STATE_HOME/signcache/agent.log]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub log: Option<PathBuf>,
}
