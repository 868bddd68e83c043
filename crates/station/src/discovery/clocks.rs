//! The time servers that this machine is set to, by the files of chrony, NTP and systemd.

use std::fs;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;

/// Files, and directories with the ending of the files in them, that say `server NAME …`.
const LINES: [(&str, Option<&str>); 8] = [
    ("etc/chrony.conf", None),
    ("etc/chrony/chrony.conf", None),
    ("etc/chrony/conf.d", Some("conf")),
    ("etc/chrony/sources.d", Some("sources")),
    ("run/chrony-dhcp", Some("sources")),
    ("etc/ntp.conf", None),
    ("etc/ntpsec/ntp.conf", None),
    ("etc/openntpd/ntpd.conf", None),
];
/// The same that say `NTP=NAME NAME …`.
const KEYS: [(&str, Option<&str>); 3] = [
    ("etc/systemd/timesyncd.conf", None),
    ("etc/systemd/timesyncd.conf.d", Some("conf")),
    ("run/systemd/netif/links", Some("")),
];
/// Addresses that mean a clock in this machine rather than a server (NTP reference clocks).
const REFERENCE_CLOCKS: [u8; 2] = [127, 127];

/// Names and addresses below the file system `root`, each once. Pools are left out: each of their names means many
/// servers of strangers.
pub(super) fn servers(root: &Path) -> Vec<String> {
    let mut servers = Vec::new();
    for text in texts(root, &LINES) {
        servers.extend(text.lines().filter_map(of_line).map(str::to_owned));
    }
    for text in texts(root, &KEYS) {
        let listed = text.lines().filter_map(|line| line.trim().strip_prefix("NTP="));
        servers.extend(listed.flat_map(str::split_whitespace).map(str::to_owned));
    }
    servers.retain(|server| !is_reference_clock(server));
    servers.sort_unstable();
    servers.dedup();
    servers
}

fn of_line(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace();
    let is_server = matches!(words.next(), Some("server" | "peer"));
    words.next().filter(|_| is_server)
}

fn is_reference_clock(server: &str) -> bool {
    server
        .parse::<Ipv4Addr>()
        .is_ok_and(|ip| ip.octets().starts_with(&REFERENCE_CLOCKS))
        || server.parse().is_ok_and(|ip: IpAddr| ip.is_unspecified())
}

/// What stands in those files that are there and can be read.
fn texts(root: &Path, places: &[(&str, Option<&str>)]) -> Vec<String> {
    let files = places.iter().flat_map(|(place, ending)| {
        let place = root.join(place);
        let Some(ending) = ending else {
            return vec![place];
        };
        let entries = fs::read_dir(place).into_iter().flatten().flatten();
        let mut files: Vec<_> = entries.map(|entry| entry.path()).collect();
        files.retain(|file| file.extension().unwrap_or_default() == *ending);
        files
    });
    files.filter_map(|file| fs::read_to_string(file).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_found_in_the_files_of_every_keeper_of_time() {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in [
            (
                "etc/chrony/chrony.conf",
                "# server old.example.org\npool 2.debian.pool.ntp.org iburst\nserver 10.0.4.1 iburst\n",
            ),
            ("etc/chrony/sources.d/truck.sources", "peer clock.truck.test\n"),
            ("etc/chrony/sources.d/README", "server readme.test\n"),
            ("etc/ntpsec/ntp.conf", "server 127.127.28.0\nserver 10.0.4.1\n"),
            (
                "etc/systemd/timesyncd.conf",
                "[Time]\n#NTP=\nNTP=192.0.2.123 fd00::123\nFallbackNTP=0.debian.pool.ntp.org\n",
            ),
            (
                "run/systemd/netif/links/2",
                "ADMIN_STATE=configured\nNTP=10.0.4.2\n",
            ),
        ] {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        assert_eq!(
            servers(root.path()),
            [
                "10.0.4.1",
                "10.0.4.2",
                "192.0.2.123",
                "clock.truck.test",
                "fd00::123"
            ]
        );
    }

    #[test]
    fn a_machine_without_such_files_has_none() {
        assert_eq!(servers(tempfile::tempdir().unwrap().path()), Vec::<String>::new());
    }
}
