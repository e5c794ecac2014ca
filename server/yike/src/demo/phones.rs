//! The phones of the pretend officers.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use phone::{Phone, PhoneConfig};
use rehearsal::{Ground, PretendOfficer};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::camera::Cameras;
use super::enrolment::Cast;
use super::{DemoArgs, officer};

/// Starts a phone for every pretend officer, with the officer who holds it.
pub(super) fn start(
    args: &DemoArgs,
    url: &str,
    ground: &Arc<Ground>,
    cast: &Cast,
    data: &Path,
    fallen: &watch::Receiver<bool>,
) -> anyhow::Result<Vec<JoinHandle<()>>> {
    let folder = data.join("phones");
    std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let mut phones = Vec::new();
    for (number, cast) in cast.officers.iter().enumerate() {
        let phone = Phone::start(PhoneConfig {
            hall: url.to_owned(),
            name: cast.login.name.clone(),
            password: cast.login.password.clone(),
            store: folder.join(format!("{}.db", cast.login.name)),
            app: "yike demo".to_owned(),
            enrolled: None,
            connect_to: None,
            proxy: None,
            ca: None,
        })
        .with_context(|| format!("starting the phone of {}", cast.name))?;
        let seed = args.seed.wrapping_mul(1_000_003).wrapping_add(number as u64);
        let cameras = match args.cameras {
            0 => Cameras::None,
            cameras if number < usize::from(cameras) => Cameras::Always,
            _ => Cameras::AtScenes,
        };
        let pretend = PretendOfficer::new(Arc::clone(ground), cast.town, seed);
        let play = officer::play(phone, pretend, cast.name.clone(), cameras, seed, fallen.clone());
        phones.push(tokio::spawn(play));
    }
    Ok(phones)
}
