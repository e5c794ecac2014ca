/** What a town's desk is told. */
import { words } from '../i18n/words';

export const say = words(
  {
    call: '区大厅指令',
    call_count: '共 {n} 条待转派',
    give_on: '请转派单兵',
    give_on_to: '转派给 {name}',
    details: '查看指令',
    hand_up: '上交区大厅',
    hand_up_more: '本街镇无人可派，由区大厅选派，也可派邻近街镇的单兵',
    quiet: '静音',
    sound_off: '提示音未开启',
    sound_on: '开启提示音',
    fault: '未成功：{message}',
  },
  {
    call: 'District order',
    call_count: '{n} to give on',
    give_on: 'Give it on to a unit',
    give_on_to: 'Give on to {name}',
    details: 'Open the order',
    hand_up: 'Hand up',
    hand_up_more: 'The town has nobody to send: the district picks, also among neighbours’ units',
    quiet: 'Silence',
    sound_off: 'Sound is off',
    sound_on: 'Turn sound on',
    fault: 'It was not done: {message}',
  },
);
