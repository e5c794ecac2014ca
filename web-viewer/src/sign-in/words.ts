/** What the sign-in form says. */
import { words } from '../i18n/words';

export const say = words(
  {
    name: '用户名',
    password: '密码',
    sign_in: '登录',
    signing_in: '正在登录…',
    product: '一刻',
    promise: '十五分钟：到场 · 连线 · 反馈',
    other_language: 'English',
  },
  {
    name: 'Name',
    password: 'Password',
    sign_in: 'Sign in',
    signing_in: 'Signing in…',
    product: 'Yike',
    promise: 'A quarter of an hour: arrived · on video · reported',
    other_language: '中文',
  },
);
