/** What the officer is told of those who look through the camera. */
import { words } from '../i18n/words';

export const say = words(
  {
    watched_by: '正在观看您的画面',
    watcher: '{name}（{role}）{time} 起在看',
    nobody: '暂时无人观看',
    rests: '暂时无人观看：画面暂停发送，有人观看时自动恢复',
    unknown: '与大厅失去联系，暂不清楚有无人观看',
  },
  {
    watched_by: 'Those who watch your picture',
    watcher: '{name} ({role}) watches since {time}',
    nobody: 'Nobody watches at the moment',
    rests: 'Nobody watches: sending rests until somebody does',
    unknown: 'No word from the hall: whether anybody watches is not known',
  },
);
