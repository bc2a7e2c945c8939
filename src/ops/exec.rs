use super::{Content, Error, Neighbours, Progress, Session, Wish, bind, obtain, wanted};
use crate::model::KeyId;
use crate::nix::{Expr, inline_expr, one_or_list, signature_expr};

/// What a Nix evaluation is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Emit {
    /// A copy in the Nix store, rooted: the binary packet.
    Store,
    /// The text of the armored signature, which the evaluation itself puts into the store.
    Inline,
}

/// Gets the signature of each content as Nix expressions: one for one, a list for more.
///
/// # Errors
/// The first one that any of the contents meets; an evaluation can't use half an answer.
pub fn exec(
    session: &Session,
    key: &KeyId,
    contents: &[Content],
    emit: Emit,
    wish: Wish,
    progress: &dyn Progress,
) -> Result<Expr, Error> {
    let substitute = session.settings().substitute && !wish.offline;
    // What lies beside a file in the Nix store is not the user's.
    let wish = Wish { substitute, neighbours: Neighbours::OutsideStore, ..wish };
    let obtained = obtain(session, key, contents, wish, progress);
    wanted::note(session, key, contents, &obtained, progress);
    let answers = obtained.all()?;
    let results = match emit {
        Emit::Store => bind(session, answers, progress)?
            .iter()
            .map(|bound| signature_expr(&bound.path, &bound.answer.pair, bound.answer.signed))
            .collect(),
        Emit::Inline => answers
            .iter()
            .map(|answer| Ok(inline_expr(answer.armored()?.as_bytes(), &answer.pair, answer.signed)?))
            .collect::<Result<Vec<_>, Error>>()?,
    };
    Ok(one_or_list(results))
}
