/** What the list of keys says. */
import { words } from '../i18n/words';
import type { KEYS } from './keys';

export const sayDeed = words<Record<(typeof KEYS)[keyof typeof KEYS], string>>(
  {
    new_incident: '登记事件',
    dispatch: '派推荐单兵去选中的事件',
    undo: '撤销刚才的派单（5 秒内）',
    next: '下一起事件',
    previous: '上一起事件',
    promise: '显示或隐藏承诺地图',
    reach: '显示或隐藏可达范围',
    closures: '道路封闭',
    video: '看选中单兵的画面（全屏）',
    mute: '静音或恢复提示音',
    help: '显示本说明',
  },
  {
    new_incident: 'Enter an incident',
    dispatch: 'Send the recommended unit to the incident chosen',
    undo: 'Take back what was just sent (5 s)',
    next: 'Next incident',
    previous: 'Incident before',
    promise: 'Promise map on or off',
    reach: 'Reach on or off',
    closures: 'Closed roads',
    video: 'Picture of the unit chosen, full screen',
    mute: 'Sounds off or on',
    help: 'Show this list',
  },
);

export const say = words(
  {
    title: '快捷键',
    enter: '在刚打开的事件上：派推荐单兵',
    digits: '派第几名单兵',
    escape: '关闭旁边的面板',
    close: '知道了',
  },
  {
    title: 'Keys',
    enter: 'On an incident just opened: send the recommended unit',
    digits: 'Send the nth unit',
    escape: 'Close the panel beside the map',
    close: 'Close',
  },
);
