use crate::cli::args::{EmitAs, Exec};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::resolve::Work;
use crate::ops::{self, Emit};

/// Prints the signatures of files as a Nix expression.
pub fn run(args: &Exec, work: &Work<'_>) -> Result<Exit, Error> {
    let key = work.key(&args.key)?;
    let contents = work.hash(&args.files).into_iter().collect::<Result<Vec<_>, _>>()?;
    let emit = match args.emit {
        EmitAs::Store => Emit::Store,
        EmitAs::Inline => Emit::Inline,
    };
    let wish = work.wish(args.resign, args.allow_compromised);
    let expression = ops::exec(&work.session, &key, &contents, emit, wish, &work.bars)?;
    let mut bytes = expression.to_bytes();
    bytes.push(b'\n');
    work.output.deliver(&bytes)?;
    Ok(Exit::Done)
}
