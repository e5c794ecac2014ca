/** What a call for help says on the officer's page. */
import { words } from '../i18n/words';

export const say = words(
  {
    key_more: 'SOS：按住 1.5 秒求助',
    hold: '按住求助',
    keep_holding: '继续按住',
    calling: '正在呼救…网络不通时会自动重发',
    heard: '大厅已收到求助',
    live: '画面和声音正传给大厅',
    not_live: '正在打开画面和声音…',
    ends: '求助由大厅解除',
  },
  {
    key_more: 'SOS: hold for 1.5 seconds to call for help',
    hold: 'hold',
    keep_holding: 'keep holding',
    calling: 'Calling for help… it is sent again until it arrives',
    heard: 'The hall has your call for help',
    live: 'The hall sees and hears you',
    not_live: 'Turning on picture and sound…',
    ends: 'The hall ends it',
  },
);
