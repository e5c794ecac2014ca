/** What an officer is told whom the hall asks for the camera. */
import { words } from '../i18n/words';

export const say = words(
  {
    title: '指挥大厅请求开启摄像头',
    by: '{name}（{role}）{time} 请求查看您的现场画面。',
    yours: '由您决定：您不开启，大厅看不到任何画面。',
    live: '开始连线',
    decline: '暂不开启',
  },
  {
    title: 'The hall asks for your camera',
    by: '{name} ({role}) asked at {time} to see your picture.',
    yours: 'It is yours to decide: nothing is shown unless you go live.',
    live: 'Go live',
    decline: 'Decline',
  },
);
