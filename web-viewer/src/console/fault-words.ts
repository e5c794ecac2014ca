/** The faults that only the console meets, in words; an officer's page, on a narrow line, need not load them. */
import { sayAlso } from '../i18n/faults';

sayAlso(
  {
    bad_closure: '每处最多封闭周围 2000 米，同时最多封闭 200 处。',
    no_roads: '大厅没有道路数据，无法推算。请管理员配置路网。',
    drill_running: '已有演练在进行，请等其结束或先停止。',
    drill_broke_down: '演练程序出错，原因见大厅日志，请通知管理员。',
  },
  {
    bad_closure: 'Close at most 2,000 m around a place, and at most 200 places at once.',
    no_roads: 'The hall has no roads to work this out on. Ask the administrator to set them.',
    drill_running: 'A drill is running. Wait until it is done, or stop it.',
    drill_broke_down: 'The drill itself broke down; the hall’s log says why. Please tell the administrator.',
  },
);
