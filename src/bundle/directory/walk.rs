use super::tree::Tree;
use crate::bundle::Error;
use crate::bundle::name::Name;

/// The parts of a bundle that is a directory, ascending by name.
pub(super) struct Walk {
    /// Names that are still to be looked at, the last one first, with the paths of their directories.
    todo: Vec<(String, Vec<String>)>,
}

impl Walk {
    /// Walks through files and directories at the root, named in descending order.
    pub(super) fn through(names: &[&str]) -> Self {
        Self { todo: vec![(String::new(), names.iter().map(|name| (*name).to_owned()).collect())] }
    }

    /// The next part; none at the end.
    pub(super) fn next(&mut self, tree: &Tree) -> Result<Option<Name>, Error> {
        loop {
            let Some((directory, names)) = self.todo.last_mut() else { return Ok(None) };
            let Some(name) = names.pop() else {
                self.todo.pop();
                continue;
            };
            let path = if directory.is_empty() { name } else { format!("{directory}/{name}") };
            if let Ok(name) = path.parse() {
                return Ok(Some(name));
            }
            let names = tree.names(&path)?;
            self.todo.push((path, names));
        }
    }
}
