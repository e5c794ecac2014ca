//! What must be on the machine before anything can be built.
//!
//! On Debian as root, missing packages are installed; anybody else is told which ones to install. Rust is there
//! already, since this runs; Node is left to the person, because Debian's own is too old.

use std::env;
use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};

use crate::run::{answer, program, run};

/// The oldest Node that Vite takes.
const NODE: (u32, u32) = (20, 19);

/// Something that must be there, with the Debian package that brings it.
pub(crate) struct Need {
    /// A program looked for in `PATH`, or an absolute path.
    pub(crate) what: &'static str,
    /// The package.
    pub(crate) package: &'static str,
}

/// What the C and C++ inside our dependencies (cryptography, video, database, fuzzer) is compiled with.
pub(crate) const COMPILERS: &[Need] = &[
    Need {
        what: "cc",
        package: "gcc",
    },
    Need {
        what: "c++",
        package: "g++",
    },
];

/// What the stories have recordings looked through by.
pub(crate) const STORIES: &[Need] = &[Need {
    what: "ffprobe",
    package: "ffmpeg",
}];

/// What foreign peers run in.
pub(crate) const PYTHON: &[Need] = &[Need {
    what: "python3",
    package: "python3",
}];

/// What Debian leaves out of its Python: setting up a folder of packages.
pub(crate) const PYTHON_FOLDERS: &[Need] = &[Need {
    what: "/usr/lib/python3.11/ensurepip/__init__.py",
    package: "python3-venv",
}];

/// What the Kotlin face is compiled and run by.
pub(crate) const JAVA: &[Need] = &[
    Need {
        what: "javac",
        package: "openjdk-17-jdk-headless",
    },
    Need {
        what: "mvn",
        package: "maven",
    },
    Need {
        what: "aapt2",
        package: "aapt",
    },
];

/// What tests look through: Chromium without the windows that nobody would see, which cost a third of its work.
pub(crate) const CHROMIUM: &[Need] = &[Need {
    what: "chromium-headless-shell",
    package: "chromium-headless-shell",
}];

/// What the browser tests want beside it; the fonts are for Chinese, OpenSSL and certutil for a hall's certificate,
/// coturn for networks that let media through by a relay alone.
pub(crate) const BROWSER: &[Need] = &[
    Need {
        what: "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        package: "fonts-noto-cjk",
    },
    Need {
        what: "openssl",
        package: "openssl",
    },
    Need {
        what: "certutil",
        package: "libnss3-tools",
    },
    Need {
        what: "turnserver",
        package: "coturn",
    },
];

/// Makes sure that everything needed is there.
pub(crate) fn provide(needs: &[Need], mut out: impl Write) -> Result<()> {
    let missing: Vec<&Need> = needs.iter().filter(|need| !is_there(need.what)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    let what: Vec<&str> = missing.iter().map(|need| need.what).collect();
    let as_root = answer("id", &["-u"]).is_some_and(|id| id == "0");
    if !(as_root && is_there("apt-get")) {
        bail!(
            "not on this machine: {}. On Debian: `sudo apt-get install {}`",
            what.join(", "),
            packages.join(" ")
        );
    }
    writeln!(out, "installing {}", packages.join(" "))?;
    apt_get(&["update", "-qq"], &mut out)?;
    apt_get(
        &[
            &["install", "-y", "-qq", "--no-install-recommends"],
            packages.as_slice(),
        ]
        .concat(),
        &mut out,
    )
}

/// Makes sure that Node is new enough.
pub(crate) fn node() -> Result<()> {
    let (major, minor) = NODE;
    let Some(version) = answer("node", &["--version"]) else {
        bail!("Node is not on this machine; install Node {major}.{minor} or newer");
    };
    let mut numbers = version
        .trim_start_matches('v')
        .split('.')
        .map(|number| number.parse().unwrap_or(0));
    if (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) < NODE {
        bail!("Node {version} is too old; install Node {major}.{minor} or newer");
    }
    Ok(())
}

/// Whether a program is in `PATH`, or an absolute path exists.
pub(crate) fn is_there(what: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    Path::new(what).is_file() || env::split_paths(&path).any(|folder| folder.join(what).is_file())
}

fn apt_get(arguments: &[&str], out: impl Write) -> Result<()> {
    // Another installation may hold the lock for a while.
    let patient = [&["-o", "DPkg::Lock::Timeout=900"], arguments].concat();
    run(
        program("apt-get", &patient).env("DEBIAN_FRONTEND", "noninteractive"),
        out,
    )
}
