/** What the checklists say. */
import { sayAlso } from '../i18n/faults';
import { language } from '../i18n/language.svelte';
import { words } from '../i18n/words';

export const say = words(
  {
    checklist: '现场清单',
    progress: '已完成 {n}/{of}',
    all_done: '全部完成',
    open: '未完成',
    done_by: '{who} {at} 完成',
    undone_by: '{who} {at} 取消完成',
    waiting: '待送达',
    self: '我',
    other_unit: '同组单兵',
  },
  {
    checklist: 'Checklist',
    progress: '{n} of {of} done',
    all_done: 'all done',
    open: 'open',
    done_by: 'done by {who} {at}',
    undone_by: 'taken back by {who} {at}',
    waiting: 'not sent yet',
    self: 'me',
    other_unit: 'another unit',
  },
);

sayAlso({ no_such_item: '该指令的现场清单没有这一项。' }, { no_such_item: 'The order’s checklist has no such item.' });

/** What an item says in the language of the screen. */
export function itemText({ zh, en }: { zh: string; en: string }): string {
  return language.current === 'zh' ? zh : en;
}
