/** What a seat is told that asks for a unit's camera, with the faults that only it meets. */
import { sayAlso } from '../i18n/faults';
import { words } from '../i18n/words';

export const say = words(
  {
    ask: '请求开启摄像头',
    ask_more: '单兵会看到是谁请求，由其决定是否开启',
    asked: '{name} {time} 请求开启，等待单兵答复',
    declined: '{name} {time} 的请求：单兵未同意',
    lapsed: '{name} {time} 的请求：未收到答复',
    withdraw: '撤回请求',
  },
  {
    ask: 'Ask for the camera',
    ask_more: 'The officer sees who asks, and decides whether to go live',
    asked: '{name} asked at {time}; the officer has yet to answer',
    declined: '{name} asked at {time}: the officer declined',
    lapsed: '{name} asked at {time}: no answer came',
    withdraw: 'Withdraw',
  },
);

sayAlso(
  {
    not_connected: '该单兵的手机未连接。请打电话，或等其连接后再试。',
    camera_live: '该单兵的摄像头已经开启。',
    camera_asked: '已有人请求，请等待单兵答复。',
  },
  {
    not_connected: 'The unit’s phone is not connected. Call the officer, or ask again once it is.',
    camera_live: 'The unit’s camera is on already.',
    camera_asked: 'The officer has been asked already. Please wait for the answer.',
  },
);
