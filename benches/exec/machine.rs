use std::fs;
use std::process::Command;

/// Prints on what and with what it is measured.
pub fn describe() {
    let cpu = line_of("/proc/cpuinfo", "model name").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    println!("machine: {cpu}, {cores} cores, Linux {}", kernel.trim());
    let back_end = [
        (cfg!(feature = "crypto-rust"), "crypto-rust"),
        (cfg!(feature = "crypto-nettle"), "crypto-nettle"),
        (cfg!(feature = "crypto-openssl"), "crypto-openssl"),
    ];
    let back_end: Vec<&str> = back_end.into_iter().filter(|(on, _)| *on).map(|(_, name)| name).collect();
    println!("OpenPGP back end: {}", back_end.join(" "));
    for (program, version) in
        [("nix-store", "--version"), ("gpg", "--version"), ("sha256sum", "--version"), ("openssl", "version")]
    {
        let output = Command::new(program).arg(version).output();
        let version = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        println!("{program}: {}", version.unwrap_or_default().lines().next().unwrap_or("absent"));
    }
    load();
}

/// Prints how busy the machine is, which is how much to believe of what is printed.
pub fn load() {
    println!("load: {}", fs::read_to_string("/proc/loadavg").unwrap_or_default().trim());
}

fn line_of(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
