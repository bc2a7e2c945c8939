use std::fs::{self, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, chown};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use crate::cli::environment;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::group;
use crate::model::Untrusted;

/// Where an agent listens.
pub struct Socket {
    listener: UnixListener,
    /// Where it was made, to be removed at the end; none when somebody else has opened it.
    own: Option<PathBuf>,
}

impl Socket {
    /// Takes the socket that systemd has opened, or makes one that the members of a group may connect to.
    pub fn open(path: &Path, group: Option<&str>) -> Result<Self, Error> {
        if let Some(listener) = environment::listener() {
            return Ok(Self { listener, own: None });
        }
        let failed = |error: std::io::Error| Error::io("listen at", path, &error);
        if let Some(above) = path.parent() {
            fs::create_dir_all(above).map_err(failed)?;
        }
        remove_stale(path)?;
        let listener = UnixListener::bind(path).map_err(failed)?;
        let socket = Self { listener, own: Some(path.to_owned()) };
        if let Some(group) = group {
            let number = group::number(group).ok_or_else(|| {
                Error::new(Exit::Failed, format!("there is no group `{}`", Untrusted::new(group)))
                    .hinted("name one that is there as `agent.group`")
            })?;
            chown(path, None, Some(number)).map_err(failed)?;
        }
        fs::set_permissions(path, Permissions::from_mode(0o660)).map_err(failed)?;
        Ok(socket)
    }

    pub const fn listener(&self) -> &UnixListener {
        &self.listener
    }

    /// What people call it.
    pub fn shown(&self) -> Untrusted {
        let path = self.own.as_deref().unwrap_or(Path::new("the socket that systemd has opened"));
        Untrusted::new(path.display().to_string())
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if let Some(path) = &self.own {
            let _ = fs::remove_file(path);
        }
    }
}

/// Removes the socket of an agent that was killed; one at which somebody listens stays.
fn remove_stale(path: &Path) -> Result<(), Error> {
    match fs::symlink_metadata(path) {
        Ok(there) if there.file_type().is_socket() => {}
        _ => return Ok(()),
    }
    match UnixStream::connect(path) {
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => {
            fs::remove_file(path).map_err(|error| Error::io("remove", path, &error))
        }
        _ => Err(Error::new(
            Exit::Busy,
            format!("somebody listens at {} already", Untrusted::new(path.display().to_string())),
        )
        .hinted("end that agent, or name another place with --socket")),
    }
}
