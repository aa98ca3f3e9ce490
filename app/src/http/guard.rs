//! Which addresses the hub may connect to when somebody else has chosen the URL.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::LazyLock,
};

use ipnet::{Ipv4Net, Ipv6Net};
use url::{Host, Url};

use super::Problem;
use crate::config::{Allowed, is_link_local};

/// What is not an address of one machine on the public network (IANA's registry of special-purpose addresses).
static NOT_PUBLIC_V4: LazyLock<Vec<Ipv4Net>> = LazyLock::new(|| {
    networks(&[
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    ])
});

/// Only this network is public, without the parts below: so addresses that carry an IPv4 address inside (mapped, NAT64,
/// 6to4, Teredo), local and multicast ones are all refused, and those that are yet to be invented.
static PUBLIC_V6: LazyLock<Vec<Ipv6Net>> = LazyLock::new(|| networks(&["2000::/3"]));
static NOT_PUBLIC_V6: LazyLock<Vec<Ipv6Net>> =
    LazyLock::new(|| networks(&["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]));

fn networks<N: std::str::FromStr>(written: &[&str]) -> Vec<N> {
    written.iter().filter_map(|network| network.parse().ok()).collect()
}

fn is_public(address: IpAddr) -> bool {
    fn v4(address: Ipv4Addr) -> bool {
        !NOT_PUBLIC_V4.iter().any(|network| network.contains(&address))
    }
    fn v6(address: Ipv6Addr) -> bool {
        PUBLIC_V6.iter().any(|network| network.contains(&address))
            && !NOT_PUBLIC_V6.iter().any(|network| network.contains(&address))
    }
    match address {
        IpAddr::V4(address) => v4(address),
        IpAddr::V6(address) => v6(address),
    }
}

#[derive(Debug)]
pub(super) struct Guard {
    pub(super) allowed: Vec<Allowed>,
}

impl Guard {
    /// Whether `host` may be reached at `address`.
    pub(super) fn permits(&self, host: &str, address: IpAddr) -> bool {
        let named = || self.allowed.iter().any(|pair| pair.host == host && pair.network.contains(&address));
        is_public(address) || (!is_link_local(address) && named())
    }

    /// Whether the URL may be asked for at all. Where its name leads is looked at when it is resolved.
    pub(super) fn check(&self, url: &Url) -> Result<(), Problem> {
        let host = url.host().ok_or(Problem::Refused("it names no host"))?;
        let name = name_of(&host);
        let named = self.allowed.iter().any(|pair| pair.host == name);
        match url.scheme() {
            "https" => {}
            "http" if named => {}
            _ => return Err(Problem::Refused("only https is fetched")),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Problem::Refused("it has a user name in it"));
        }
        if !named && url.port_or_known_default() != Some(443) {
            return Err(Problem::Refused("its port is not that of a website"));
        }
        let literal = match host {
            Host::Domain(name) if name.ends_with('.') => {
                return Err(Problem::Refused("its host's name ends with a dot"));
            }
            Host::Domain(_) => return Ok(()),
            Host::Ipv4(address) => IpAddr::V4(address),
            Host::Ipv6(address) => IpAddr::V6(address),
        };
        if named && self.permits(&name, literal) {
            return Ok(());
        }
        Err(Problem::Refused("it has an address in place of a host name"))
    }
}

/// As it stands in the setting: without the dot that may end it.
fn name_of(host: &Host<&str>) -> String {
    host.to_string().trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{Guard, is_public};

    #[test]
    fn only_public_addresses_are_reached() {
        let refused = "0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.8.9.1 \
            169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 \
            198.51.100.7 203.0.113.9 224.0.0.1 239.1.2.3 240.0.0.1 255.255.255.255 \
            :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:10.0.0.1 64:ff9b::7f00:1 64:ff9b::808:808 \
            64:ff9b:1::1 100::1 2001::1 2001:0:53aa:64c::1 2001:1ff::1 2001:db8::1 2002:7f00:1::1 2002:808:808::1 3fff::1 \
            5f00::1 fc00::1 fd12:3456::1 fe80::1 fec0::1 ff02::1";
        for address in refused.split_whitespace() {
            assert!(!is_public(address.parse().expect("an address")), "{address}");
        }
        let public = "1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 128.0.0.1 169.253.1.1 172.15.0.1 \
            172.32.0.1 192.0.1.1 193.0.0.1 198.17.0.1 198.20.0.1 223.255.255.255 2001:200::1 2001:4860:4860::8888 \
            2606:4700::1111 2a00:1450::1";
        for address in public.split_whitespace() {
            assert!(is_public(address.parse().expect("an address")), "{address}");
        }
    }

    #[test]
    fn what_is_allowed_is_allowed_for_that_host_in_that_network() {
        let allowed = "photos.lan=10.1.0.0/16".parse().expect("a pair");
        let mut guard = Guard { allowed: vec![allowed] };
        let permits = |guard: &Guard, host: &str, address: &str| guard.permits(host, address.parse().expect("one"));
        assert!(permits(&guard, "photos.lan", "10.1.2.3"));
        assert!(permits(&guard, "photos.lan", "1.1.1.1"));
        assert!(!permits(&guard, "photos.lan", "10.2.2.3"));
        assert!(!permits(&guard, "other.lan", "10.1.2.3"));

        // Even where a pair was made some other way than by the setting.
        guard.allowed[0].network = "0.0.0.0/0".parse().expect("a network");
        assert!(!permits(&guard, "photos.lan", "169.254.169.254"));
    }

    #[test]
    fn a_url_says_enough_to_be_refused() {
        let pairs = ["photos.lan=10.1.0.0/16", "10.1.0.7=10.1.0.7/32"];
        let guard = Guard { allowed: pairs.map(|pair| pair.parse().expect("a pair")).into() };
        let check = |url: &str| guard.check(&Url::parse(url).expect("a URL")).is_ok();
        for fine in [
            "https://ana.example/about",
            "https://ana.example:443/",
            "https://photos.lan:8443/",
            "http://photos.lan/",
            "http://10.1.0.7:3000/",
        ] {
            assert!(check(fine), "{fine}");
        }
        for refused in [
            "http://ana.example/",
            "ftp://ana.example/",
            "file:///etc/passwd",
            "https://ana.example:8443/",
            "https://ana.example:80/",
            "https://ana.example./",
            "http://photos.lan./",
            "https://ana:secret@ana.example/",
            "https://1.1.1.1/",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "http://10.1.0.8:3000/",
        ] {
            assert!(!check(refused), "{refused}");
        }
    }
}
