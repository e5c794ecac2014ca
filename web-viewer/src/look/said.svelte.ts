/** What was just said to the person at the screen: the latest few things, each for a while. */

export class Said<News> {
  readonly #most: number;
  readonly #forMs: number;
  #keys = 0;

  all = $state.raw<readonly { key: number; news: News }[]>([]);

  /** At most `most` things at once, each for `forMs` milliseconds. */
  constructor(most: number, forMs: number) {
    this.#most = most;
    this.#forMs = forMs;
  }

  say(news: News): void {
    const key = this.#keys++;
    this.all = [...this.all, { key, news }].slice(-this.#most);
    setTimeout(() => this.unsay(key), this.#forMs);
  }

  unsay(key: number): void {
    this.all = this.all.filter((one) => one.key !== key);
  }
}
