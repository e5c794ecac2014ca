/** What went wrong, in words for the person at the screen. */
import { HallFault } from '../hall/http';
import { words } from './words';

/** The hall's codes in words: the one table for every page; what only one page meets it adds by `sayAlso`. */
const ZH = {
  hall_unreachable: '连接不上指挥大厅，请检查网络后重试。',
  wrong_name_or_password: '用户名或密码不正确。',
  too_many_attempts: '尝试过于频繁，请稍后再试。',
  busy: '指挥大厅繁忙，请稍后再试。',
  unauthorized: '登录已失效，请重新登录。',
  forbidden: '您的角色无权进行此操作。',
  not_found: '找不到该对象，可能已被移除。',
  no_such_order: '找不到该指令。',
  no_such_notice: '找不到该通知。',
  no_gateway: '大厅未接入短信或电话网关，无法以电话通知。',
  no_push: '大厅未接入该推送服务，请联系管理员。',
  no_such_incident: '找不到该事件。',
  no_such_unit: '找不到该单兵。',
  no_such_town: '找不到该街镇。',
  no_place: '请先确定地点。',
  off_duty: '单兵已离岗。',
  incident_closed: '该事件已结案。',
  search_failed: '地名查询中断，请在地图上点选。',
  order_ended: '该指令已结束。',
  already_so: '已是此状态，无需重复操作。',
  no_such_assignment: '找不到该派单。',
  assignment_not_standing: '该派单已被拒绝或撤回。',
  assignment_taken: '已接单，只能由大厅撤回。',
  no_desk: '该指令不是派给街镇的。',
  too_early: '还不到时候。',
  not_kept: '指挥大厅无法保存数据，操作未生效。请通知管理员。',
  disk_full: '指挥大厅磁盘已满，操作未生效。请通知管理员。',
  storage: '指挥大厅存储故障，操作未生效。请通知管理员。',
  no_room: '指挥大厅磁盘将满，暂停录像。请通知管理员。',
  no_answer: '指挥大厅没有及时答复，请重试。',
  no_media: '视频服务暂不可用。',
  no_condition: '换路请求未说明针对哪一次连接。',
  outdated: '视频连接已被更新的连接取代。',
  bad_fragment: '大厅看不懂换路请求。',
  too_many_sessions: '同时打开的画面过多，请先关闭一些。',
  too_large: '内容过大。',
  not_yours: '这不是您的单兵。',
  name_taken: '该用户名已被使用。',
  not_jpeg: '照片格式不受支持。',
  id_taken: '同一请求已以不同内容提交过，请重新填写。',
  media_full: '视频服务已满，请稍后再试。',
  malformed: '大厅无法识别。',
  sos_open: '求助解除之前不能离岗。',
  failed: '大厅未能推算出结果，请重试。',
  bad_request: '填写的内容有误，操作未生效。',
  broken_off: '内容没有传完，请重试。',
  bad_offer: '此浏览器的视频方式不受支持。',
  unknown: '大厅不认识这项操作，请刷新页面。',
  not_a_phones_word: '大厅不接受手机的这条消息。',
  bad_fix: '该定位点不可信，未采用。',
  empty_report: '反馈没有文字也没有照片，大厅未采用。',
  message_empty: '请写点内容。',
  message_too_long: '消息最多 1000 字。',
  message_unreadable: '消息含有无法显示的字符。',
  attachment_bad: '照片或语音无法发送，请重新添加。',
  strange_kind: '大厅只接收 JPEG 照片和 Ogg、MP4、WebM 语音。',
  messages_full: '该指令的消息已满，请改用通话。',
} as const;
const EN: Record<keyof typeof ZH, string> = {
  hall_unreachable: 'The hall does not answer. Check the network and try again.',
  wrong_name_or_password: 'The name or the password is wrong.',
  too_many_attempts: 'Too many tries. Please wait a moment.',
  busy: 'The hall is busy. Please try again in a moment.',
  unauthorized: 'You are signed out. Please sign in again.',
  forbidden: 'Your role may not do this.',
  not_found: 'There is no such thing any more.',
  no_such_order: 'There is no such order.',
  no_such_notice: 'There is no such notice.',
  no_gateway: 'The hall has no gateway for messages or calls: nobody is told by telephone.',
  no_push: 'The hall has not set this push service up: please ask the administrator.',
  no_such_incident: 'There is no such incident.',
  no_such_unit: 'There is no such unit.',
  no_such_town: 'There is no such town.',
  no_place: 'Please say where first.',
  off_duty: 'The unit is off duty.',
  incident_closed: 'The incident is closed.',
  search_failed: 'The search broke off; click the map instead.',
  order_ended: 'The order has ended.',
  already_so: 'It is so already.',
  no_such_assignment: 'There is no such assignment.',
  assignment_not_standing: 'The assignment was declined or withdrawn.',
  assignment_taken: 'The officer has accepted; only the hall can take it back.',
  no_desk: 'The order was not sent to a town.',
  too_early: 'It is too early for this.',
  not_kept: 'The hall cannot keep its data, so nothing was done. Please tell the administrator.',
  disk_full: 'The hall’s disk is full, so nothing was done. Please tell the administrator.',
  storage: 'The hall’s storage has a fault, so nothing was done. Please tell the administrator.',
  no_room: 'The hall’s disk is nearly full, so nothing is recorded. Tell the administrator.',
  no_answer: 'The hall did not answer in time. Please try again.',
  no_media: 'Live video is not available at the moment.',
  no_condition: 'The request for another path does not say of which connection.',
  outdated: 'A newer connection has taken this one’s place.',
  bad_fragment: 'The hall does not understand the request for another path.',
  too_many_sessions: 'Too many pictures are open. Please close some first.',
  too_large: 'This is too large.',
  not_yours: 'This is not your unit.',
  name_taken: 'The name is taken.',
  not_jpeg: 'This is no photo that the hall takes.',
  id_taken: 'The same request was sent before with other words. Please fill it in again.',
  media_full: 'There is no room for another picture at the moment.',
  malformed: 'The hall could not read it.',
  sos_open: 'As long as the call for help is open, nobody goes off duty.',
  failed: 'The hall could not work it out. Please try again.',
  bad_request: 'Something filled in is wrong, so nothing was done.',
  broken_off: 'It was not sent whole. Please try again.',
  bad_offer: 'The hall does not understand this browser’s video.',
  unknown: 'The hall does not know this. Please load the page anew.',
  not_a_phones_word: 'The hall does not take this from a phone.',
  bad_fix: 'This position is not to be believed and was not used.',
  empty_report: 'The report has neither words nor a photo, so it was not taken.',
  message_empty: 'Please write something.',
  message_too_long: 'A message has at most 1000 characters.',
  message_unreadable: 'The message has characters that nobody can read.',
  attachment_bad: 'The photo or the sound note cannot be sent. Please add it anew.',
  strange_kind: 'The hall takes photos in JPEG and sound notes in Ogg, MP4 or WebM.',
  messages_full: 'The order holds no more messages; please call instead.',
};
const sayCode = words(ZH, EN);

type Known = keyof typeof ZH;

/** Codes that mean the same to whoever reads them. */
const SAME: Record<string, Known> = {
  bad_photo: 'not_jpeg',
  method_not_allowed: 'unknown',
  no_such_thing: 'not_found',
  no_websocket: 'unknown',
  not_a_part: 'unknown',
  not_sdp: 'bad_offer',
  not_tus: 'unknown',
  peer_known: 'busy',
  photo_quota: 'disk_full',
  text_too_long: 'too_large',
  too_slow: 'broken_off',
  upload_busy: 'busy',
  wrong_hash: 'broken_off',
  wrong_kind: 'strange_kind',
  wrong_offset: 'broken_off',
};
const say = words(
  {
    unknown: '操作未成功：{message}',
    field: '（字段：{field}）',
  },
  {
    unknown: 'That did not work: {message}',
    field: ' (field: {field})',
  },
);

/** How codes are said that only one page meets. */
const more = new Map<string, () => string>();

/** Has this page say more codes than every page does. */
export function sayAlso<const Zh extends Record<string, string>>(zh: Zh, en: { [Code in keyof Zh]: string }): void {
  const say = words(zh, en) as unknown as (code: string) => string;
  for (const code of Object.keys(zh)) more.set(code, () => say(code));
}

/** The hall's `code` in the language of the screen; its own `message` if this page does not know the code. */
export function codeWords(code: string, message: string): string {
  const known = knownAs(code);
  return known ? sayCode(known) : (more.get(code)?.() ?? (message || code));
}

/** `error` in the language of the screen. */
export function faultWords(error: unknown): string {
  if (!(error instanceof HallFault))
    return say('unknown', { message: error instanceof Error ? error.message : String(error) });
  const { code, message, field } = error.fault;
  const where = field ? say('field', { field }) : '';
  // What is wrong with a field is known by its name alone.
  const known = knownAs(code);
  if (known) return sayCode(known) + (known === 'bad_request' ? where : '');
  return more.get(code)?.() ?? sentence(error.status, message) + where;
}

/** The code that `code` is said as; undefined if this page does not know it. */
function knownAs(code: string): Known | undefined {
  if (Object.hasOwn(ZH, code)) return code as Known;
  if (code.startsWith('offer_')) return 'bad_offer';
  return Object.hasOwn(SAME, code) ? SAME[code] : undefined;
}

function sentence(status: number, message: string): string {
  if (status === 401) return sayCode('unauthorized');
  if (status === 413) return sayCode('too_large');
  if (status === 429) return sayCode('too_many_attempts');
  return say('unknown', { message });
}
