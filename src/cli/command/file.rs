use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::cli::error::{Error, shown};
use crate::cli::exit::Exit;

/// Writes a file whole or not at all. One that is there with the same bytes is left as it is.
pub fn write(path: &Path, bytes: &[u8], force: bool) -> Result<(), Error> {
    match fs::read(path) {
        Ok(there) if there == bytes => return Ok(()),
        Ok(_) if !force => {
            let message = format!("{} is there already, with other bytes", shown(path));
            return Err(Error::new(Exit::Failed, message)
                .hinted("move it away, choose another name with -o, or replace it with --force"));
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Error::io("read", path, &error)),
        _ => {}
    }
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = || -> io::Result<()> {
        let mut builder = tempfile::Builder::new();
        let permissions = Permissions::from_mode(0o666);
        let mut file = builder.permissions(permissions).prefix(".signcache-").tempfile_in(directory)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    written().map_err(|error| Error::io("write", path, &error))
}
