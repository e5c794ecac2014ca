//! Which version of a package is taken.

use super::{of_release, versions};

const TABLE: &str = "\
  rust-src | 1.95.1+dfsg1-1~bpo13+1 | http://deb.debian.org/debian trixie-backports/main amd64 Packages
  rust-src | 1.95.0+dfsg1-2~bpo13+1 | http://deb.debian.org/debian trixie-backports/main amd64 Packages
  rust-src | 1.94.1-1 | http://deb.debian.org/debian trixie-backports/main amd64 Packages";

#[test]
fn a_version_is_of_its_release_alone() {
    let releases = [
        ("1.95.0", Some("1.95.0+dfsg1-2~bpo13+1")),
        ("1.94.1", Some("1.94.1-1")),
        ("1.95", None),
        ("1.95.0-nightly", None),
        ("1.96.0", None),
    ];
    for (release, version) in releases {
        assert_eq!(of_release(&versions(TABLE), release), version, "{release}");
    }
}

#[test]
fn an_empty_table_has_no_versions() {
    assert!(versions("").is_empty());
}
