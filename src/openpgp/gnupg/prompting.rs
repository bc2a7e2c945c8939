/// Whether and where the agent may ask a person for a passphrase, a PIN or a touch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Prompting {
    /// Nowhere: whatever needs a person fails at once.
    Never,
    /// At the user's terminal or on the screen that it is part of.
    Terminal(Terminal),
}

/// What a pinentry must know to appear where its user is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Terminal {
    /// The terminal's device, such as `/dev/pts/3`.
    pub tty_name: String,
    /// The terminal's type, the value of `TERM`.
    pub tty_type: Option<String>,
    /// The locale that says how characters are encoded.
    pub lc_ctype: Option<String>,
    /// The locale that says in which language to ask.
    pub lc_messages: Option<String>,
    /// Those of [`Terminal::VARIABLES`] that are set, with their values.
    pub environment: Vec<(String, String)>,
}

impl Terminal {
    /// The environment variables by which pinentries find screen and input method.
    ///
    /// The same that `gpg` passes on (its `common/session-env.c`), but for those that have fields here.
    pub const VARIABLES: [&str; 12] = [
        "DISPLAY",
        "XAUTHORITY",
        "XMODIFIERS",
        "WAYLAND_DISPLAY",
        "XDG_SESSION_TYPE",
        "QT_QPA_PLATFORM",
        "GTK_IM_MODULE",
        "DBUS_SESSION_BUS_ADDRESS",
        "QT_IM_MODULE",
        "INSIDE_EMACS",
        "PINENTRY_USER_DATA",
        "PINENTRY_GEOM_HINT",
    ];
}

impl Prompting {
    /// The agent's options, as they follow the word `OPTION`.
    pub(super) fn options(&self) -> Vec<String> {
        let Self::Terminal(terminal) = self else {
            return vec!["pinentry-mode=error".to_owned()];
        };
        let optional = [
            ("ttytype", &terminal.tty_type),
            ("lc-ctype", &terminal.lc_ctype),
            ("lc-messages", &terminal.lc_messages),
        ];
        let optional = optional.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
        [("ttyname", &terminal.tty_name)]
            .into_iter()
            .chain(optional)
            .map(|(name, value)| format!("{name}={value}"))
            .chain(["allow-pinentry-notify".to_owned()])
            .chain(terminal.environment.iter().map(|(name, value)| format!("putenv={name}={value}")))
            // What does not fit on one line of the protocol can't help a pinentry, and must not become two lines.
            .filter(|option| option.len() < 900 && !option.contains(char::is_control))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_variable_can_add_a_command() {
        let terminal = Terminal {
            tty_name: "/dev/pts/3".into(),
            tty_type: Some("xterm\nKILLAGENT".into()),
            environment: vec![
                ("DISPLAY".into(), ":0".into()),
                ("INSIDE_EMACS".into(), "\nKILLAGENT".into()),
                ("XMODIFIERS".into(), "x".repeat(2000)),
            ],
            ..Terminal::default()
        };
        assert_eq!(
            Prompting::Terminal(terminal).options(),
            ["ttyname=/dev/pts/3", "allow-pinentry-notify", "putenv=DISPLAY=:0"]
        );
        assert_eq!(Prompting::Never.options(), ["pinentry-mode=error"]);
    }
}
