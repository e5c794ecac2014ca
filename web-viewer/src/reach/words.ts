/** What the ring of reach says. */
import { words } from '../i18n/words';

export const say = words(
  {
    title: '可达范围',
    of_unit: '{name} 在 {n} 分钟内能到的地方',
    of_place: '能在 {n} 分钟内赶到“{name}”的地方',
    nothing: '请选中一名单兵、一起事件或一条指令',
    draft: '选定的地点',
    minutes: '时间',
    minutes_n: '{n} 分钟',
    mode: '交通方式',
    guessed: '按距离估算，无道路数据',
  },
  {
    title: 'Reach',
    of_unit: 'Where {name} can be within {n} min',
    of_place: 'From where “{name}” is reached within {n} min',
    nothing: 'Please choose a unit, an incident or an order',
    draft: 'the chosen place',
    minutes: 'Time',
    minutes_n: '{n} min',
    mode: 'Travelling by',
    guessed: 'Guessed from distances: no road data',
  },
);
