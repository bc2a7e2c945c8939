
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'signcache' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'signcache'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'signcache' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Get or make signatures of files')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check one signature, without any cache')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Look signatures up; never sign')
            [CompletionResult]::new('exec', 'exec', [CompletionResultType]::ParameterValue, 'Print a Nix expression: the helper of extraBuiltins and of builtins.exec')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List entries')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show everything that is known of entries')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write entries into a bundle, for others to import')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take in entries that others exported, and signatures that exist')
            [CompletionResult]::new('wanted', 'wanted', [CompletionResultType]::ParameterValue, 'Get signatures from who has the key, without sending the contents')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Verify entries, and note what was found')
            [CompletionResult]::new('bind', 'bind', [CompletionResultType]::ParameterValue, 'Put copies of signatures into the Nix store and keep them there')
            [CompletionResult]::new('provide', 'provide', [CompletionResultType]::ParameterValue, 'Register signatures in the Nix store as what provided derivations put out')
            [CompletionResult]::new('agent', 'agent', [CompletionResultType]::ParameterValue, 'Hand signatures out to builds, over a socket')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Have another key sign what one key signed')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Show the cache in numbers')
            [CompletionResult]::new('pin', 'pin', [CompletionResultType]::ParameterValue, 'Keep entries whatever any policy says')
            [CompletionResult]::new('unpin', 'unpin', [CompletionResultType]::ParameterValue, 'Leave pinned entries to the policy again')
            [CompletionResult]::new('label', 'label', [CompletionResultType]::ParameterValue, 'Say what people call the contents of entries')
            [CompletionResult]::new('gc', 'gc', [CompletionResultType]::ParameterValue, 'Delete entries by a policy, into the trash')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Move entries to the trash')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Bring entries back out of the trash, or out of quarantine')
            [CompletionResult]::new('trash', 'trash', [CompletionResultType]::ParameterValue, 'See what was deleted, and delete it for good')
            [CompletionResult]::new('unbind', 'unbind', [CompletionResultType]::ParameterValue, 'Let Nix collect copies of signatures')
            [CompletionResult]::new('rebind', 'rebind', [CompletionResultType]::ParameterValue, 'Put copies of signatures back that were collected')
            [CompletionResult]::new('tui', 'tui', [CompletionResultType]::ParameterValue, 'Browse, audit, share and tidy the cache on the whole terminal')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make a cache, for yourself or for a group')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Find out what is wrong, and what to do about it')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Show the main job with a throw-away key and cache')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a script that completes commands in a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page, or write all of them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'signcache;sign' {
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'The key to sign with')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The key to sign with')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where to write the signature of a single file; `-` is stdout [default: FILE.sig]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Where to write the signature of a single file; `-` is stdout [default: FILE.sig]')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'Write ASCII armor, to FILE.asc')
            [CompletionResult]::new('--armor', '--armor', [CompletionResultType]::ParameterName, 'Write ASCII armor, to FILE.asc')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Replace files that are there already with other bytes; a signature of the same content and key that is replaced goes to the cache''s trash')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace files that are there already with other bytes; a signature of the same content and key that is replaced goes to the cache''s trash')
            [CompletionResult]::new('--signatures-too', '--signatures-too', [CompletionResultType]::ParameterName, 'Sign files that are signatures of files beside them, too')
            [CompletionResult]::new('--resign', '--resign', [CompletionResultType]::ParameterName, 'Make a new signature where the one that was there is in quarantine')
            [CompletionResult]::new('--allow-compromised', '--allow-compromised', [CompletionResultType]::ParameterName, 'Use signatures of a key that was revoked as compromised')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;verify' {
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'The key that should have made it')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The key that should have made it')
            [CompletionResult]::new('--certificates', '--certificates', [CompletionResultType]::ParameterName, 'A file with certificates, beside those in your key ring')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the signature there if it is good, as one binary packet: a build''s output, for one')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the signature there if it is good, as one binary packet: a build''s output, for one')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--allow-compromised', '--allow-compromised', [CompletionResultType]::ParameterName, 'Accept a key that was revoked as compromised')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;get' {
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'The key whose signature is wanted')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The key whose signature is wanted')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where to write the signature of a single content; `-` is stdout')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Where to write the signature of a single content; `-` is stdout')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'Write ASCII armor with -o, too')
            [CompletionResult]::new('--armor', '--armor', [CompletionResultType]::ParameterName, 'Write ASCII armor with -o, too')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Replace a file that is there already with other bytes; a signature of the same content and key that is replaced goes to the cache''s trash')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file that is there already with other bytes; a signature of the same content and key that is replaced goes to the cache''s trash')
            [CompletionResult]::new('--allow-compromised', '--allow-compromised', [CompletionResultType]::ParameterName, 'Use signatures of a key that was revoked as compromised')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;exec' {
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'The key to sign with')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The key to sign with')
            [CompletionResult]::new('--emit', '--emit', [CompletionResultType]::ParameterName, 'What outPath is')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--resign', '--resign', [CompletionResultType]::ParameterName, 'Make a new signature where the one that was there is in quarantine')
            [CompletionResult]::new('--allow-compromised', '--allow-compromised', [CompletionResultType]::ParameterName, 'Use signatures of a key that was revoked as compromised')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;list' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;show' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;export' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where to: a file, a directory (one that exists, or a name that ends with `/`), or `-` for stdout')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Where to: a file, a directory (one that exists, or a name that ends with `/`), or `-` for stdout')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'What to write: a bundle, or a static binary cache of Nix''s with the outputs of provided derivations')
            [CompletionResult]::new('--nix-key', '--nix-key', [CompletionResultType]::ParameterName, 'The key with which Nix''s binary cache is signed, as `nix-store --generate-binary-cache-key` makes it')
            [CompletionResult]::new('-r', '-r', [CompletionResultType]::ParameterName, 'Encrypt it to the holder of this key instead; can be given several times')
            [CompletionResult]::new('--recipient', '--recipient', [CompletionResultType]::ParameterName, 'Encrypt it to the holder of this key instead; can be given several times')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--labels', '--labels', [CompletionResultType]::ParameterName, 'Tell what people here call the contents, too')
            [CompletionResult]::new('--no-proofs', '--no-proofs', [CompletionResultType]::ParameterName, 'Leave proofs out; whoever imports the entries then needs the contents')
            [CompletionResult]::new('--encrypt', '--encrypt', [CompletionResultType]::ParameterName, 'Encrypt it, so that only the holders of the keys in it can read it')
            [CompletionResult]::new('--allow-empty', '--allow-empty', [CompletionResultType]::ParameterName, 'Write a bundle without entries where the query selects none')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Replace a file that is there already')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file that is there already')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;import' {
            [CompletionResult]::new('--content', '--content', [CompletionResultType]::ParameterName, 'A directory with contents, to verify what can''t be proven without')
            [CompletionResult]::new('--certificates', '--certificates', [CompletionResultType]::ParameterName, 'A file with certificates of those who made what is there, beside those in your key ring')
            [CompletionResult]::new('--prefer', '--prefer', [CompletionResultType]::ParameterName, 'Which signature stays where a pair has another one already')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--allow-unproven', '--allow-unproven', [CompletionResultType]::ParameterName, 'Take what can''t be proven, too; it is marked as such, and never handed out before it is proven')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;wanted' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List what was asked for and could not be signed')
            [CompletionResult]::new('from-drv', 'from-drv', [CompletionResultType]::ParameterValue, 'Find the signatures that a build depends on and that nobody has provided yet')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write what is wanted into a bundle, for who has the key')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign what others want, or what is wanted here, without the contents')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check that contents have good signatures, for example before a release')
            [CompletionResult]::new('drop', 'drop', [CompletionResultType]::ParameterValue, 'Forget what was wanted')
            break
        }
        'signcache;wanted;list' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;wanted;from-drv' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;wanted;export' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where to: a file, a directory (one that exists, or a name that ends with `/`), or `-` for stdout')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Where to: a file, a directory (one that exists, or a name that ends with `/`), or `-` for stdout')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--no-labels', '--no-labels', [CompletionResultType]::ParameterName, 'Don''t tell what people here call the contents')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Replace a file that is there already')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file that is there already')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;wanted;sign' {
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Sign for this key only [default: every key that you can sign with]')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Sign for this key only [default: every key that you can sign with]')
            [CompletionResult]::new('--content', '--content', [CompletionResultType]::ParameterName, 'Sign what is wanted and found below this directory, and nothing else')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write a bundle with the signatures, for who wants them: a file, a directory, or `-` for stdout')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write a bundle with the signatures, for who wants them: a file, a directory, or `-` for stdout')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Sign all of it without asking, though the contents were not seen')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Sign all of it without asking, though the contents were not seen')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Replace a file that is there already')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a file that is there already')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;wanted;check' {
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'The key whose signatures are needed')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The key whose signatures are needed')
            [CompletionResult]::new('--content', '--content', [CompletionResultType]::ParameterName, 'A directory with contents, for signatures that can''t be proven without')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--stdin', '--stdin', [CompletionResultType]::ParameterName, 'Read the manifest from stdin')
            [CompletionResult]::new('--allow-empty', '--allow-empty', [CompletionResultType]::ParameterName, 'A manifest that names nothing is fine')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;wanted;drop' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Forget everything')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be forgotten')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be forgotten')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;audit' {
            [CompletionResult]::new('--content', '--content', [CompletionResultType]::ParameterName, 'A directory with contents, to verify what can''t be proven without')
            [CompletionResult]::new('--max-age', '--max-age', [CompletionResultType]::ParameterName, 'Pass over what has a verdict that is not older than this (such as 12h, 30d or 2y)')
            [CompletionResult]::new('--sample', '--sample', [CompletionResultType]::ParameterName, 'Audit no more than so many entries, chosen by chance')
            [CompletionResult]::new('--expires-within', '--expires-within', [CompletionResultType]::ParameterName, 'List the keys that will have expired after so long')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--database', '--database', [CompletionResultType]::ParameterName, 'Check the cache itself though there is a query')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Note no verdicts')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Note no verdicts')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;bind' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Bind in this store as well: what NIX_REMOTE takes, such as `daemon` or the directory of a chroot store')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Bind all entries')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;provide' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Register them in this store as well: what NIX_REMOTE takes, such as `daemon` or the directory of a chroot store')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;agent' {
            [CompletionResult]::new('--socket', '--socket', [CompletionResultType]::ParameterName, 'Where to listen, instead of where the configuration says [default: /run/signcache/socket]')
            [CompletionResult]::new('--log', '--log', [CompletionResultType]::ParameterName, 'Where to write the log, instead of where the configuration says [default: $XDG_STATE_HOME/signcache/agent.log]')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;rotate' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The key that is replaced')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The key that takes its place')
            [CompletionResult]::new('--content', '--content', [CompletionResultType]::ParameterName, 'A directory with contents')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--unseen', '--unseen', [CompletionResultType]::ParameterName, 'Sign what is not found from its proof, unseen')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Don''t ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Don''t ask')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;stats' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;pin' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Don''t ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Don''t ask')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;unpin' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Don''t ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Don''t ask')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;label' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Don''t ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Don''t ask')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;gc' {
            [CompletionResult]::new('--unused-for', '--unused-for', [CompletionResultType]::ParameterName, 'Entries go that were not handed out for so long (known to within some hours)')
            [CompletionResult]::new('--older-than', '--older-than', [CompletionResultType]::ParameterName, 'Entries go that came into the cache so long ago')
            [CompletionResult]::new('--max-entries', '--max-entries', [CompletionResultType]::ParameterName, 'So many entries stay at most')
            [CompletionResult]::new('--max-bytes', '--max-bytes', [CompletionResultType]::ParameterName, 'So many bytes stay at most: 800, 64K, 500M, 2G')
            [CompletionResult]::new('--bad', '--bad', [CompletionResultType]::ParameterName, 'Entries go that an audit noted as bad, and that still are')
            [CompletionResult]::new('--key-revoked', '--key-revoked', [CompletionResultType]::ParameterName, 'Entries go whose key is revoked')
            [CompletionResult]::new('--key-expired', '--key-expired', [CompletionResultType]::ParameterName, 'Entries go whose key has expired')
            [CompletionResult]::new('--superseded', '--superseded', [CompletionResultType]::ParameterName, 'Entries go whose content a key has signed that took the place of theirs')
            [CompletionResult]::new('--content-gone', '--content-gone', [CompletionResultType]::ParameterName, 'Entries go whose content you had in the Nix store, and that is there no more')
            [CompletionResult]::new('--min-age', '--min-age', [CompletionResultType]::ParameterName, 'Entries stay that came into the cache more recently [default: 7d]')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'Export what goes to a file or directory first, and read it back')
            [CompletionResult]::new('--keep-trash', '--keep-trash', [CompletionResultType]::ParameterName, 'Delete for good what has been in the trash for so long [default: 30d]')
            [CompletionResult]::new('--unroot-unused', '--unroot-unused', [CompletionResultType]::ParameterName, 'Drop the roots of copies in Nix stores that were not handed out for so long; their entries stay')
            [CompletionResult]::new('--time-limit', '--time-limit', [CompletionResultType]::ParameterName, 'Stop after so long; what is done is done, and the next run goes on')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--allow-pinned', '--allow-pinned', [CompletionResultType]::ParameterName, 'Let pinned entries go, too')
            [CompletionResult]::new('--allow-live', '--allow-live', [CompletionResultType]::ParameterName, 'Let entries go, too, whose copies a Nix store keeps for somebody else')
            [CompletionResult]::new('--allow-last-copy', '--allow-last-copy', [CompletionResultType]::ParameterName, 'Let signatures go, too, that no other place is known to have')
            [CompletionResult]::new('--allow-shared', '--allow-shared', [CompletionResultType]::ParameterName, 'Go by use even where others read the cache, whose hits may leave no stamp')
            [CompletionResult]::new('--empty-trash', '--empty-trash', [CompletionResultType]::ParameterName, 'Only do that: leave the entries alone')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'List what goes, and what is kept, even where nobody is asked')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'List what goes, and what is kept, even where nobody is asked')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Ask nobody')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Ask nobody')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;delete' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--allow-pinned', '--allow-pinned', [CompletionResultType]::ParameterName, 'Delete pinned entries, too')
            [CompletionResult]::new('--allow-live', '--allow-live', [CompletionResultType]::ParameterName, 'Delete entries, too, whose copies a Nix store keeps for somebody else')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Ask nobody')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Ask nobody')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;restore' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Ask nobody')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Ask nobody')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;trash' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List what was deleted')
            [CompletionResult]::new('empty', 'empty', [CompletionResultType]::ParameterValue, 'Delete for good what is in the trash')
            break
        }
        'signcache;trash;list' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;trash;empty' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Everything')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be done')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Ask nobody')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Ask nobody')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;unbind' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Only in this store: what NIX_REMOTE takes, such as `daemon` or the directory of a chroot store [default: all known ones]')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Unbind all entries')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be removed')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be removed')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Remove it without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Remove it without asking')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;rebind' {
            [CompletionResult]::new('--store', '--store', [CompletionResultType]::ParameterName, 'Look into this store as well: what NIX_REMOTE takes, such as `daemon` or the directory of a chroot store')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be put back')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be put back')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;tui' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--print', '--print', [CompletionResultType]::ParameterName, 'Print the digests of what is selected when one leaves, or with --json the entries')
            [CompletionResult]::new('--no-mouse', '--no-mouse', [CompletionResultType]::ParameterName, 'Leave the mouse to the terminal')
            [CompletionResult]::new('--ascii', '--ascii', [CompletionResultType]::ParameterName, 'Draw with nothing but ASCII')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;init' {
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'Make it for this group: a name, or a number')
            [CompletionResult]::new('--group', '--group', [CompletionResultType]::ParameterName, 'Make it for this group: a name, or a number')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--world-readable', '--world-readable', [CompletionResultType]::ParameterName, 'Let everybody else on the machine read it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;doctor' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Put right what is safe to put right, after a question')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Don''t ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Don''t ask')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Only tell what would be put right')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only tell what would be put right')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;demo' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;completions' {
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;man' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'Write one page for each command into this directory')
            [CompletionResult]::new('--cache', '--cache', [CompletionResultType]::ParameterName, 'The cache''s directory [default: $SIGNCACHE_DIR, the configuration''s, or $XDG_DATA_HOME/signcache]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The configuration file [default: $XDG_CONFIG_HOME/signcache/config.toml]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print results as JSON, one value a line')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never sign; only look up')
            [CompletionResult]::new('--no-upstream', '--no-upstream', [CompletionResultType]::ParameterName, 'Read no upstream, whatever the configuration says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing but warnings and errors')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'signcache;help' {
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Get or make signatures of files')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check one signature, without any cache')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Look signatures up; never sign')
            [CompletionResult]::new('exec', 'exec', [CompletionResultType]::ParameterValue, 'Print a Nix expression: the helper of extraBuiltins and of builtins.exec')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List entries')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show everything that is known of entries')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write entries into a bundle, for others to import')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take in entries that others exported, and signatures that exist')
            [CompletionResult]::new('wanted', 'wanted', [CompletionResultType]::ParameterValue, 'Get signatures from who has the key, without sending the contents')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Verify entries, and note what was found')
            [CompletionResult]::new('bind', 'bind', [CompletionResultType]::ParameterValue, 'Put copies of signatures into the Nix store and keep them there')
            [CompletionResult]::new('provide', 'provide', [CompletionResultType]::ParameterValue, 'Register signatures in the Nix store as what provided derivations put out')
            [CompletionResult]::new('agent', 'agent', [CompletionResultType]::ParameterValue, 'Hand signatures out to builds, over a socket')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Have another key sign what one key signed')
            [CompletionResult]::new('stats', 'stats', [CompletionResultType]::ParameterValue, 'Show the cache in numbers')
            [CompletionResult]::new('pin', 'pin', [CompletionResultType]::ParameterValue, 'Keep entries whatever any policy says')
            [CompletionResult]::new('unpin', 'unpin', [CompletionResultType]::ParameterValue, 'Leave pinned entries to the policy again')
            [CompletionResult]::new('label', 'label', [CompletionResultType]::ParameterValue, 'Say what people call the contents of entries')
            [CompletionResult]::new('gc', 'gc', [CompletionResultType]::ParameterValue, 'Delete entries by a policy, into the trash')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Move entries to the trash')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Bring entries back out of the trash, or out of quarantine')
            [CompletionResult]::new('trash', 'trash', [CompletionResultType]::ParameterValue, 'See what was deleted, and delete it for good')
            [CompletionResult]::new('unbind', 'unbind', [CompletionResultType]::ParameterValue, 'Let Nix collect copies of signatures')
            [CompletionResult]::new('rebind', 'rebind', [CompletionResultType]::ParameterValue, 'Put copies of signatures back that were collected')
            [CompletionResult]::new('tui', 'tui', [CompletionResultType]::ParameterValue, 'Browse, audit, share and tidy the cache on the whole terminal')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make a cache, for yourself or for a group')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Find out what is wrong, and what to do about it')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Show the main job with a throw-away key and cache')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a script that completes commands in a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page, or write all of them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'signcache;help;sign' {
            break
        }
        'signcache;help;verify' {
            break
        }
        'signcache;help;get' {
            break
        }
        'signcache;help;exec' {
            break
        }
        'signcache;help;list' {
            break
        }
        'signcache;help;show' {
            break
        }
        'signcache;help;export' {
            break
        }
        'signcache;help;import' {
            break
        }
        'signcache;help;wanted' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List what was asked for and could not be signed')
            [CompletionResult]::new('from-drv', 'from-drv', [CompletionResultType]::ParameterValue, 'Find the signatures that a build depends on and that nobody has provided yet')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write what is wanted into a bundle, for who has the key')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign what others want, or what is wanted here, without the contents')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check that contents have good signatures, for example before a release')
            [CompletionResult]::new('drop', 'drop', [CompletionResultType]::ParameterValue, 'Forget what was wanted')
            break
        }
        'signcache;help;wanted;list' {
            break
        }
        'signcache;help;wanted;from-drv' {
            break
        }
        'signcache;help;wanted;export' {
            break
        }
        'signcache;help;wanted;sign' {
            break
        }
        'signcache;help;wanted;check' {
            break
        }
        'signcache;help;wanted;drop' {
            break
        }
        'signcache;help;audit' {
            break
        }
        'signcache;help;bind' {
            break
        }
        'signcache;help;provide' {
            break
        }
        'signcache;help;agent' {
            break
        }
        'signcache;help;rotate' {
            break
        }
        'signcache;help;stats' {
            break
        }
        'signcache;help;pin' {
            break
        }
        'signcache;help;unpin' {
            break
        }
        'signcache;help;label' {
            break
        }
        'signcache;help;gc' {
            break
        }
        'signcache;help;delete' {
            break
        }
        'signcache;help;restore' {
            break
        }
        'signcache;help;trash' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List what was deleted')
            [CompletionResult]::new('empty', 'empty', [CompletionResultType]::ParameterValue, 'Delete for good what is in the trash')
            break
        }
        'signcache;help;trash;list' {
            break
        }
        'signcache;help;trash;empty' {
            break
        }
        'signcache;help;unbind' {
            break
        }
        'signcache;help;rebind' {
            break
        }
        'signcache;help;tui' {
            break
        }
        'signcache;help;init' {
            break
        }
        'signcache;help;doctor' {
            break
        }
        'signcache;help;demo' {
            break
        }
        'signcache;help;completions' {
            break
        }
        'signcache;help;man' {
            break
        }
        'signcache;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
