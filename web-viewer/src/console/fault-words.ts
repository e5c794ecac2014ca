/** The faults that only the console meets, in words; an officer's page, on a narrow line, need not load them. */
import { sayAlso } from '../i18n/faults';

sayAlso(
  {
    bad_shift_end: '班次结束时间须在今后 48 小时之内，且单兵在岗。',
    bad_closure: '每处最多封闭周围 2000 米，同时最多封闭 200 处。',
    no_roads: '大厅没有道路数据，无法推算。请管理员配置路网。',
    drill_running: '已有演练在进行，请等其结束或先停止。',
    drill_broke_down: '演练程序出错，原因见大厅日志，请通知管理员。',
    bad_team: '编组须有不同的单兵，且不能为空。',
    same_incident: '不能将事件并入其自身，请选择另一事件。',
    sos_kind: '求助事件不能改为其他类型，其他事件也不能改为求助。',
    nowhere: '该地点不在路网上，或该单兵没有定位。',
    not_missed: '该项没有超时，无需说明。',
    nobody_on_duty: '没有单兵在岗，请填写演练的单兵数。',
  },
  {
    bad_shift_end: 'A shift ends within the next 48 hours, and only of a unit on duty.',
    bad_closure: 'Close at most 2,000 m around a place, and at most 200 places at once.',
    no_roads: 'The hall has no roads to work this out on. Ask the administrator to set them.',
    drill_running: 'A drill is running. Wait until it is done, or stop it.',
    drill_broke_down: 'The drill itself broke down; the hall’s log says why. Please tell the administrator.',
    bad_team: 'A team needs units, each once.',
    same_incident: 'This is the same incident; choose another to merge it into.',
    sos_kind: 'A call for help stays one, and nothing else becomes one.',
    nowhere: 'There is no road near this place, or the unit has no position.',
    not_missed: 'This leg was not missed, so there is nothing to explain.',
    nobody_on_duty: 'Nobody is on duty. Say with how many units to drill.',
  },
);
