//! What pretend officers report, in Chinese with English behind it.

/// Reports that fit any incident.
pub(super) const REPORTS: [&str; 6] = [
    "已到现场,情况可控,无人受伤。 On scene, under control, nobody hurt.",
    "一条车道受阻,正在疏导交通。 One lane blocked, directing traffic.",
    "现场已警戒,等待专业队伍。 Area cordoned off, waiting for the specialists.",
    "当事人已安抚,秩序恢复正常。 People calmed down, order restored.",
    "未发现异常,继续观察。 Nothing unusual found, keeping watch.",
    "已联系业主,现场处理完毕。 Owner informed, dealt with on the spot.",
];
