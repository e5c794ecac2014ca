/** What went wrong, in words for the person at the screen. */
import { HallFault } from '../hall/http';
import { words } from './words';

const say = words(
  {
    hall_unreachable: '连接不上指挥大厅，请检查网络后重试。',
    bad_credentials: '用户名或密码不正确。',
    unauthorized: '登录已失效，请重新登录。',
    forbidden: '您的角色无权进行此操作。',
    not_found: '找不到该对象，可能已被移除。',
    too_many_requests: '尝试过于频繁，请稍后再试。',
    order_ended: '该指令已结束。',
    already_so: '已是此状态，无需重复操作。',
    payload_too_large: '内容过大。',
    unknown: '操作未成功：{message}',
    field: '（字段：{field}）',
  },
  {
    hall_unreachable: 'The hall does not answer. Check the network and try again.',
    bad_credentials: 'The name or the password is wrong.',
    unauthorized: 'You are signed out. Please sign in again.',
    forbidden: 'Your role may not do this.',
    not_found: 'There is no such thing any more.',
    too_many_requests: 'Too many tries. Please wait a moment.',
    order_ended: 'The order has ended.',
    already_so: 'It is so already.',
    payload_too_large: 'This is too large.',
    unknown: 'That did not work: {message}',
    field: ' (field: {field})',
  },
);

/** `error` in the language of the screen. */
export function faultWords(error: unknown): string {
  if (!(error instanceof HallFault))
    return say('unknown', { message: error instanceof Error ? error.message : String(error) });
  const { code, message, field } = error.fault;
  return sentence(code, error.status, message) + (field ? say('field', { field }) : '');
}

function sentence(code: string, status: number, message: string): string {
  switch (code) {
    case 'hall_unreachable':
    case 'bad_credentials':
    case 'forbidden':
    case 'not_found':
    case 'order_ended':
    case 'already_so':
      return say(code);
  }
  if (status === 401) return say('unauthorized');
  if (status === 413) return say('payload_too_large');
  if (status === 429) return say('too_many_requests');
  return say('unknown', { message });
}
