/** What the officer's page says of how orders come while it is closed. */
import { words } from '../i18n/words';

export const sayReach = words(
  {
    call_hall: '呼叫大厅',
    title: '页面关闭时如何通知我',
    push_on: '推送已开启：页面关闭时，新指令会弹出通知。',
    push_off: '页面关闭时收不到指令。',
    turn_on: '开启推送通知',
    push_denied: '通知已被拒绝。请在浏览器设置中允许此网站发送通知，然后重新打开页面。',
    push_none: '此浏览器不支持推送。苹果手机请先将此页面添加到主屏幕。',
    number: '电话号码（短信与来电提醒）',
    number_hint: '例如 138 0013 8000',
    number_set: '无应答时将向 {number} 发送短信或拨打电话。',
    save: '保存',
    remove: '删除号码',
    until: '仅在岗时使用，退出登录后大厅即删除。',
  },
  {
    call_hall: 'Call the hall',
    title: 'How to reach me while this page is closed',
    push_on: 'Pushes are on: a new order shows a notice while this page is closed.',
    push_off: 'No order reaches you while this page is closed.',
    turn_on: 'Turn pushes on',
    push_denied:
      'Notices were refused. Allow this site to send them in the browser’s settings, then open the page again.',
    push_none: 'This browser knows no pushes. On an iPhone, add this page to the home screen first.',
    number: 'Telephone number (messages and calls)',
    number_hint: 'such as +86 138 0013 8000',
    number_set: 'If you do not answer, {number} is sent a message or called.',
    save: 'Save',
    remove: 'Remove the number',
    until: 'Used on duty only; the hall forgets it when you sign out.',
  },
);
