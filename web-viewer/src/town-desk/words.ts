/** What a town's desk is told. */
import { words } from '../i18n/words';

export const say = words(
  {
    call: '区大厅指令',
    call_count: '共 {n} 条待转派',
    give_on: '请转派单兵',
    give_on_to: '转派给 {name}',
    details: '查看指令',
    quiet: '静音',
    sound_off: '提示音未开启',
    sound_on: '开启提示音',
    fault: '转派未成功：{message}',
  },
  {
    call: 'District order',
    call_count: '{n} to give on',
    give_on: 'Give it on to a unit',
    give_on_to: 'Give on to {name}',
    details: 'Open the order',
    quiet: 'Silence',
    sound_off: 'Sound is off',
    sound_on: 'Turn sound on',
    fault: 'It was not given on: {message}',
  },
);
