/** What keeps media from its way, in words for the person at the screen, with who mends it. */
import type { Obstacle } from '../media/obstacle';
import { words } from './words';

export const sayObstacle = words<Record<Obstacle, string>>(
  {
    relay_refused: '音视频无法送达：中继服务器拒绝了本页。请通知管理员核对大厅的 turn_secret 与中继服务器是否一致。',
    relay_silent: '音视频无法送达：中继服务器没有应答。请通知管理员检查大厅设置的中继地址。',
  },
  {
    relay_refused:
      'No way for media: the relay turned this page away. Tell the administrator to compare the hall’s turn_secret with the relay’s.',
    relay_silent:
      'No way for media: the relay does not answer. Tell the administrator to check the hall’s turn addresses.',
  },
);
