pub mod gnupg;
