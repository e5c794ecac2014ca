/** How an officer was told of an order beside the app's own line, and what became of that. */
import { words } from '../i18n/words';
import type { Channel } from '../protocol/Channel';
import type { NoticeOutcome } from '../protocol/NoticeOutcome';

export const sayTold = words<Record<Channel, string>>(
  { push: '推送通知', sms: '短信通知', call: '电话通知' },
  { push: 'Told by push', sms: 'Told by message', call: 'Told by call' },
);

export const sayHeard = words<Record<NoticeOutcome, string>>(
  { rang: '手机已响', failed: '未送达', gone: '此方式已失效' },
  { rang: 'the phone rang', failed: 'did not get through', gone: 'no longer there' },
);
