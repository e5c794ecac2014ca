/** What the wall of pictures says. */
import { words } from '../i18n/words';

export const say = words(
  {
    wall: '图像墙',
    layout: '{n} 画面',
    layouts: '画面布局',
    fills: '空格自动补入直播单兵',
    clear: '清空',
    live: '{n} 路直播，{shown} 路在墙上',
    empty: '空',
    choose: '第 {n} 格显示',
    nobody: '（空）',
    not_live: '未在直播',
    gone: '看不到该单兵',
    enlarge: '放大 {name}',
    reduce: '返回全部画面（Esc）',
  },
  {
    wall: 'Wall',
    layout: '{n} pictures',
    layouts: 'Layout',
    fills: 'Live units fill empty cells',
    clear: 'Clear',
    live: 'live: {n}, on the wall: {shown}',
    empty: 'empty',
    choose: 'Cell {n} shows',
    nobody: '(empty)',
    not_live: 'Not live',
    gone: 'Not to be seen',
    enlarge: 'Enlarge {name}',
    reduce: 'Back to all pictures (Esc)',
  },
);
