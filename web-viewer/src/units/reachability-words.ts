/** Whether a unit's phone would hear an order: the state, the reason, and the two taps that mend it. */
import { words } from '../i18n/words';
import type { Doubt } from '../protocol/Doubt';
import type { Reach } from '../protocol/Reach';

export const sayReachability = words<Record<Reach, string>>(
  { reachable: '可达', doubtful: '存疑', dark: '失联' },
  { reachable: 'reachable', doubtful: 'doubtful', dark: 'dark' },
);

/** What is wrong. */
export const sayDoubt = words<Record<Doubt, string>>(
  {
    never_connected: '从未连接',
    dark: '超过 2 分半无消息',
    deaf: '多次测试无应答',
    silent: '超过 1 分钟无消息',
    no_answer: '测试无应答',
    stale_fix: '定位陈旧',
    mock: '疑似虚假定位',
    location_denied: '未授权定位',
    location_while_in_use: '仅使用时定位',
    notifications_off: '通知已关闭',
    battery_optimised: '受省电限制',
    battery_low: '电量低',
    battery_critical: '电量告急',
    wrong_datum: '坐标系有误，已纠正',
  },
  {
    never_connected: 'never connected',
    dark: 'silent for over 2½ minutes',
    deaf: 'no answer to any test',
    silent: 'silent for over a minute',
    no_answer: 'no answer to the test',
    stale_fix: 'old position',
    mock: 'position made up by an app',
    location_denied: 'location not allowed',
    location_while_in_use: 'location only while in use',
    notifications_off: 'notifications off',
    battery_optimised: 'put to sleep to save power',
    battery_low: 'battery low',
    battery_critical: 'battery nearly empty',
    wrong_datum: 'positions in another datum, put right',
  },
);

/** The two taps that mend it. */
export const sayMend = words<Record<Doubt, string>>(
  {
    never_connected: '打开应用 → 登录',
    dark: '电话或对讲联系 → 请其打开应用',
    deaf: '重新打开应用 → 检查网络',
    silent: '点亮手机 → 打开应用',
    no_answer: '打开应用 → 检查网络',
    stale_fix: '打开应用 → 走到室外',
    mock: '设置 → 关闭“模拟位置”应用',
    location_denied: '设置 → 定位“始终允许”',
    location_while_in_use: '设置 → 定位“始终允许”',
    notifications_off: '设置 → 允许通知',
    battery_optimised: '设置 → 电池“不受限制”',
    battery_low: '接上电源 → 开省电亮度',
    battery_critical: '立即接上电源 → 告知大厅',
    wrong_datum: '设置 → 定位 → 坐标系“WGS-84”',
  },
  {
    never_connected: 'Open the app → sign in',
    dark: 'Call by radio → have the app opened',
    deaf: 'Restart the app → check the network',
    silent: 'Wake the phone → open the app',
    no_answer: 'Open the app → check the network',
    stale_fix: 'Open the app → step outside',
    mock: 'Settings → mock location app “none”',
    location_denied: 'Settings → location “always”',
    location_while_in_use: 'Settings → location “always”',
    notifications_off: 'Settings → allow notifications',
    battery_optimised: 'Settings → battery “unrestricted”',
    battery_low: 'Plug it in → dim the screen',
    battery_critical: 'Plug it in now → tell the hall',
    wrong_datum: 'Settings → location → datum “WGS-84”',
  },
);
