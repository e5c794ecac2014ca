/** What the recordings of an order say. */
import { words } from '../i18n/words';

export const say = words(
  {
    recordings: '录像',
    none: '暂无录像',
    going_on: '录制中',
    play: '播放',
    play_unit: '播放 {unit} 的录像',
    close: '收起',
    lasts: '时长 {time}',
    gaps: '中断 {n} 处',
    fault: '录像无法播放：{message}',
  },
  {
    recordings: 'Recordings',
    none: 'Nothing recorded yet',
    going_on: 'recording',
    play: 'Play',
    play_unit: 'Play the recording of {unit}',
    close: 'Close',
    lasts: 'lasts {time}',
    gaps: '{n} gaps',
    fault: 'The recording cannot be played: {message}',
  },
);
