use crate::cli::command::json;
use crate::cli::command::list::ago;
use crate::cli::command::rows::Rows;
use crate::model::Wanted;

/// Prints what is wanted as a row; false when nobody reads it any more.
pub fn print(rows: &mut Rows<'_>, wanted: &Wanted) -> bool {
    let head = || format!("{:<12}  {:<16}  {:>10}  {:>6}  label", "digest", "key", "size", "asked");
    rows.print(
        head,
        || json::wanted(wanted),
        |names, now| {
            let (digest, key) = (wanted.pair.content.to_string(), names.of(&wanted.pair.key));
            let size = wanted.size().map_or_else(|| "?".to_owned(), |size| size.to_string());
            let label = wanted.label.clone().unwrap_or_default();
            format!("{digest:.12}  {key:<16}  {size:>10}  {:>6}  {label}", ago(wanted.asked, now))
        },
    )
}
