/** What the list of closed roads says. */
import { words } from '../i18n/words';

export const say = words(
  {
    title: '道路封闭',
    none: '没有封闭的道路',
    no_roads: '大厅没有道路数据，封闭道路不会改变任何路线。请管理员配置路网。',
    add: '封闭一处道路',
    click_map: '请在地图上点击封闭的位置',
    radius: '范围',
    street: '这条街（路口到路口）',
    metres: '周围 {n} 米',
    note: '原因',
    note_hint: '施工、事故、管制等',
    save: '封闭',
    back: '取消',
    open: '恢复通行',
    open_street: '恢复通行：{name}',
  },
  {
    title: 'Closed roads',
    none: 'No road is closed',
    no_roads: 'The hall has no roads, so closing one changes no way. Ask the administrator to set them.',
    add: 'Close a road',
    click_map: 'Click on the map where it is closed',
    radius: 'Around it',
    street: 'This street, crossing to crossing',
    metres: 'All within {n} m',
    note: 'Why',
    note_hint: 'Works, an accident, a cordon',
    save: 'Close it',
    back: 'Cancel',
    open: 'Open again',
    open_street: 'Open again: {name}',
  },
);
