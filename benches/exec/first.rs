use std::error::Error;
use std::fs;
use std::io;

use rusqlite::Connection;

use super::options::Options;
use super::report::Report;
use super::rounds::{Contender, run as rounds};
use super::stage::Stage;

/// What a hit costs that can't be an ordinary one.
pub fn run(stage: &Stage, options: &Options, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let hit = || stage.exec([&stage.content]);
    let inline = || {
        let mut command = hit();
        command.args(["--emit", "inline"]);
        command
    };
    // Each begins with a hit, so that what the one before it left behind is the same for all.
    let ready = || stage.done(&mut hit());
    let contenders = vec![
        Contender::new("a hit", hit()).after(ready),
        Contender::new("the first hit, without the ledger", hit())
            .after(|| ready().and_then(|()| forget(stage))),
        Contender::new("the first hit, inline, without any state", inline()).after(|| forget_all(stage)),
        Contender::new("the first hit of the day, with a stamp", hit())
            .after(|| ready().and_then(|()| age(stage))),
    ];
    let times = rounds(options.rounds.min(100), contenders)?;
    report.table(&format!("{}: hits that are not ordinary", stage.algorithm), &times);
    for other in &times[1..] {
        report.ratio(
            &format!("{}: {} / a hit", stage.algorithm, other.name),
            &other.ratio_to(&times[0]),
            None,
        );
    }
    let fresh = Contender::new("the first hit, copied and rooted, without any state", hit());
    let times = rounds(options.rounds.min(20), vec![fresh.after(|| forget_all(stage))])?;
    report.table(&format!("{}: the first hit of a user, with nix-store", stage.algorithm), &times);
    Ok(())
}

/// Removes the ledger, and leaves the roots.
pub fn forget(stage: &Stage) -> Result<(), Box<dyn Error>> {
    for suffix in ["", "-journal", "-wal", "-shm"] {
        absent(fs::remove_file(stage.state().join(format!("ledger.sqlite{suffix}"))))?;
    }
    Ok(())
}

/// Removes the ledger and the roots.
fn forget_all(stage: &Stage) -> Result<(), Box<dyn Error>> {
    absent(fs::remove_dir_all(stage.state()))
}

/// Takes what is not there for removed.
pub fn absent(removed: io::Result<()>) -> Result<(), Box<dyn Error>> {
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Makes all stamps old. The WAL is left as the program leaves it.
fn age(stage: &Stage) -> Result<(), Box<dyn Error>> {
    let connection = Connection::open(stage.cache().join("cache.sqlite"))?;
    connection.execute_batch("UPDATE entry SET used = 0")?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()))?;
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    Ok(())
}
