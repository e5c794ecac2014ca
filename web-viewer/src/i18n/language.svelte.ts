/**
 * The language of the screens.
 *
 * Chinese is the first, English the second; the choice is kept in this browser. Words live beside the screens that
 * say them, made with `words`.
 */

export type Language = 'zh' | 'en';

const KEY = 'yike.language';

class Choice {
  #current = $state<Language>(stored());

  get current(): Language {
    return this.#current;
  }

  choose(language: Language): void {
    this.#current = language;
    mark(language);
    try {
      localStorage.setItem(KEY, language);
    } catch {
      // A browser that forbids storage forgets the choice at the next visit; nothing else is lost.
    }
  }

  /** To the other language. */
  toggle(): void {
    this.choose(this.#current === 'zh' ? 'en' : 'zh');
  }
}

/** The one choice of this page. */
export const language = new Choice();
mark(language.current);

function stored(): Language {
  try {
    return globalThis.localStorage?.getItem(KEY) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}

function mark(current: Language): void {
  if (typeof document !== 'undefined') document.documentElement.lang = current === 'zh' ? 'zh-CN' : 'en';
}
