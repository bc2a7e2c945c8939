//! signcache keeps the first detached signature for every content and key, and gives it back for ever.
//!
//! The program is described in the README and its manual; this is the map for
//! those who change it.
//!
//! # Layers
//!
//! ```text
//! { model, files, threads }  <-  { cache, bundle, openpgp, hash, scan, nix, program, wire }  <-  ops  <-  { cli, tui }  <-  main
//! ```
//!
//! | module | what it holds | what it may not do |
//! |---|---|---|
//! | [`model`] | digests, keys, entries, proofs, verdicts, queries, store paths, untrusted text | touch the world: no files, clock or threads |
//! | [`cache`] | the SQLite database that others may share, and the user's own ledger (rusqlite only here) | judge a signature |
//! | [`files`] | opening files that somebody else may have put there | know what is in them |
//! | [`threads`] | work on several threads, where the system has some (rayon only here) | know what the work is |
//! | [`bundle`] | entries on their way between caches, as a file or a directory (tar and zstd only here) | believe what it reads |
//! | [`openpgp`] | certificates, signing, verification, encryption, GnuPG, key files (sequoia only here) | read contents, or a database |
//! | [`hash`] | one pass over a content: digest, proof, size | anything else |
//! | [`scan`] | walks through trees: which files may be signatures, and of what | know what a signature is inside |
//! | [`nix`] | store paths, copies and their roots, provided derivations, binary caches of Nix's, and the printer of expressions | judge an OpenPGP signature, or read a database |
//! | [`wire`] | what is said on the agent's socket, and the client's side of it | know what a policy is |
//! | [`program`] | programs of the user's that sign: no shell, and limits of time and output | believe what they print |
//! | [`ops`] | what a user can do, one file a verb: composes the leaves | print, read the environment, ask for the time |
//! | [`cli`] | arguments, configuration, environment, output, hints, exit codes | SQL and cryptography |
//! | [`tui`] | the terminal application: a pure `update` and `view`, verbs, threads, and the terminal itself (ratatui and crossterm only here) | SQL and cryptography |
//!
//! Leaves never import each other, nor do [`cli`] and [`tui`]: `main` gives the one to the other. `tests/architecture.rs` reads the `use`
//! paths and enforces all of it. Settings, time and cancelling come down as
//! values ([`ops::Settings`], [`ops::Progress`]); results and news go up as
//! values ([`ops::Answer`], [`ops::Notice`]), and only `cli` and `tui` show them.
//!
//! # What must stay true
//!
//! - **The first one wins.** `UNIQUE (content, key)` in the database itself, and an
//!   insert that changes nothing where a row is ([`cache::Cache::insert`]). One process
//!   at a time signs a pair and looks again under its lock ([`ops::obtain`]); what it
//!   hands out is what the cache has then.
//! - **Check before the irreversible.** Before a signature is made, all places were asked, what lies beside the content
//!   was looked at ([`ops::Neighbours`]), and all outputs were checked ([`ops::sign`]).
//! - **Nothing unproven is handed out.** The only ways to an [`ops::Answer`] are
//!   [`openpgp::judge`], over a digest that comes from the content or from a proof that
//!   finishes to the key of the entry, and the ledger, which remembers what `judge` said
//!   of the same bytes under the same certificate. What was signed is judged before it is
//!   stored. Verdicts in the database inform people and decide nothing, but for one thing: what an
//!   import took unproven, and nobody was given, goes to the trash when another one is proven.
//! - **The database is not believed.** Its structure is compared with ours before
//!   anything is written; a store path is computed from the signature
//!   ([`nix::Store::path_of`]) and not looked up; text out of it is
//!   [`model::Untrusted`]. Keys are named by full fingerprints, and shorter names are
//!   resolved among the user's own keys only ([`ops::resolve`]).
//! - **A place that can't be read is not an empty one.** Hits go on, and nothing new is signed: the own cache, the ledger
//!   and every required upstream have answered "not here" before ([`ops::find`]). The ledger knows the path and the id
//!   of each cache that this account used, so an unmounted disk is no new cache ([`ops::Session`]). Only
//!   [`cache::layout`] decides what a cache is.
//! - **Killed at any instant, nothing is lost.** An insert is on the disk before a signature is returned, and so is
//!   what the ledger remembers of it and of revocations. Only last-used stamps and digests of files are relaxed.
//! - **What was written stays readable.** Look-ups read every version of a cache, and writers bring it up to date, in
//!   steps that can be interrupted at any instant. From version 4 on, no step rewrites a row. What is newer than the
//!   program is refused and left alone.
//! - **Upstreams are read, never believed and never written to.** What another cache has is judged before it is returned
//!   or copied ([`ops::find`]); one's own entry wins, and a hit asks no other place.
//! - **A shared cache shuts nobody out.** What is made in a group's directory appears with the
//!   group's permissions, so that neither an umask nor a kill in between takes them away.
//! - **What is deleted can come back.** Nothing goes but by a plan that can be read first, whose rows are looked at
//!   again in the transaction that moves them to the trash ([`ops::gc`]); what is pinned, young, in use in a Nix
//!   store or the last copy needs a person's word. As long as the trash or the ledger has a signature, no other
//!   one is made for its pair. A signature that does not verify is moved into quarantine.
//! - **A hit is cheap.** It starts no process, migrates nothing, and writes at most a
//!   stamp that is hours old; its certificate is one from the ledger, parsed only where
//!   something has to be proven.
//! - **Whoever is told of a copy keeps its root.** The time is noted on the root's name before the root is
//!   looked at ([`nix::Store::hand_out`]), and a root goes only after its name was put aside and that time
//!   looked at ([`nix::Store::unroot`]); so one of the two sees the other.
//! - **Nix evaluates no text of ours.** [`nix::Expr`] is the only printer of expressions.
//! - **A provided path means one pair, for ever.** Its derivation is computed here and written in `signcache.nix`, byte for
//!   byte the same ([`nix::Store::provided`]); the tests have vectors, and another contract would be another function.
//!   What the Nix store or a binary cache has there is proven like everything else.
//! - **The agent signs what it has seen.** It hashes what is sent ([`ops::agent`]), and signs the state of a hash
//!   only where the policy says so; a key without a rule is denied, and what can't be logged is not done. Requests for one pair
//!   are one request, memory is bounded by the number of clients, and whoever is silent is hung up on.
//! - **The screen is never blocked, and always given back.** Everything that takes longer than a frame is done by
//!   threads that tell it in messages; only rows in sight are read; whoever may ask for a passphrase has the terminal
//!   to himself, and nobody else reads a key meanwhile (`tui::run`).
//! - **Secrets stay where they are.** gpg-agent gets a digest and returns a signature, or
//!   decrypts the session key of one message ([`openpgp::gnupg`]), and a program of the user's does as it likes ([`program`]). Only
//!   a key file and its password are read ([`openpgp::KeyFile`]), when something is to be
//!   signed, into memory that is overwritten. Nobody is asked but at a terminal.
//! - **What was not seen is signed on a person's word only.** A list of what is wanted carries
//!   proofs, each of which must finish to its digest ([`ops::wanted::sign`]); a person is
//!   asked about each, says yes to all beforehand, or has the contents read instead.
//! - **stdout is data, stderr is messages**, and each expected failure has an exit code
//!   and a hint.
//!
//! # Deliberately absent
//!
//! - An async runtime: threads and locks suffice, and a hit must start fast.
//! - The Nix daemon's protocol and Nix's database: `nix-store` is the stable interface to
//!   both, and a hit asks neither. Outputs are registered by `nix-store --import`, and substituted by `nix-store --realise`.
//! - xz and bzip2 in binary caches: ours are zstd, and who has others can copy them with Nix.
//! - A server: whatever serves files serves a binary cache.
//! - `gpg --detach-sign`: it can't sign a digest, so it would read each content a second
//!   time. The agent is spoken to directly, and `gpg` asked once for the names of keys.
//! - Armor in the cache: one packet in one form is stored, and armor is a rendering of it.
//! - Deletion that can't be undone. What a person, a policy or an import takes away rests in the trash first, where
//!   no look-up finds it; a signature that does not verify is moved into quarantine.
//! - Mapped files: truncation would be a signal instead of an error.

pub mod bundle;
pub mod cache;
pub mod cli;
pub mod files;
pub mod hash;
pub mod model;
pub mod nix;
pub mod openpgp;
pub mod ops;
pub mod program;
pub mod scan;
pub mod threads;
pub mod tui;
pub mod wire;
