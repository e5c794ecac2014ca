/** Times, ages and distances as people read them, in the language of the screen. */
import { language } from './language.svelte';
import { words } from './words';

const say = words(
  {
    now: '刚刚',
    seconds: '{n} 秒前',
    minutes: '{n} 分前',
    hours: '{n} 小时前',
    span_seconds: '{n} 秒',
    span_minutes: '{n} 分钟',
    span_hours: '{n} 小时以上',
    metres: '{n} 米',
    kilometres: '{n} 公里',
  },
  {
    now: 'now',
    seconds: '{n} s ago',
    minutes: '{n} min ago',
    hours: '{n} h ago',
    span_seconds: '{n} s',
    span_minutes: '{n} min',
    span_hours: 'over {n} h',
    metres: '{n} m',
    kilometres: '{n} km',
  },
);

const timeOfDay = new Intl.DateTimeFormat('zh-CN', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const date = {
  zh: new Intl.DateTimeFormat('zh-CN', { month: 'long', day: 'numeric', weekday: 'short' }),
  en: new Intl.DateTimeFormat('en-GB', { month: 'short', day: 'numeric', weekday: 'short' }),
};

/** `HH:MM:SS` where this machine stands. */
export function timeText(time: number | string): string {
  return timeOfDay.format(typeof time === 'string' ? Date.parse(time) : time);
}

/** The day, in short. */
export function dateText(time: number): string {
  return date[language.current].format(time);
}

/** How long ago, coarsely. */
export function ageText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 10) return say('now');
  if (seconds < 100) return say('seconds', { n: seconds });
  if (seconds < 100 * 60) return say('minutes', { n: Math.round(seconds / 60) });
  return say('hours', { n: Math.round(seconds / 3600) });
}

/** How long, coarsely and rather too much. */
export function spanText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 100) return say('span_seconds', { n: seconds });
  if (seconds < 3600) return say('span_minutes', { n: Math.ceil(seconds / 60) });
  return say('span_hours', { n: Math.floor(seconds / 3600) });
}

/** How far, coarsely. */
export function distanceText(metres: number): string {
  if (metres < 995) return say('metres', { n: Math.round(metres / 10) * 10 });
  return say('kilometres', { n: (metres / 1000).toFixed(metres < 9_950 ? 1 : 0) });
}
