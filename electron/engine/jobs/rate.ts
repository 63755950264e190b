/** How fast a job goes and how long it will take, smoothed so that the figure can be read. */

/** Weight of the newest second; older ones fade with a half-life of about three seconds. */
const smoothing = 0.2;

/** What the first seconds of work are like says little of the rest: files are opened, threads started. */
const secondsBeforeTelling = 3;

export class RateMeter {
  #last: { at: number; done: number } | undefined;
  #rate: number | undefined;
  #begun: number | undefined;

  reset(): void {
    this.#begun = undefined;
    this.#last = undefined;
    this.#rate = undefined;
  }

  /** Takes in that `done` pieces were ready at `at` (milliseconds). Looks at most four times a second. */
  update(done: number, at: number): void {
    if (this.#last === undefined || done < this.#last.done) {
      this.#begun = at;
      this.#last = { at, done };
      return;
    }
    const seconds = (at - this.#last.at) / 1000;
    if (seconds < 0.25) return;
    const current = (done - this.#last.done) / seconds;
    const weight = 1 - (1 - smoothing) ** seconds;
    this.#rate = this.#rate === undefined ? current : this.#rate + weight * (current - this.#rate);
    this.#last = { at, done };
  }

  /** Pieces a second, undefined until there is something to go by. */
  get perSecond(): number | undefined {
    return this.#rate === undefined || this.#rate <= 0 ? undefined : this.#rate;
  }

  /** Seconds until `total`, undefined while it cannot be told. */
  secondsLeft(done: number, total: number | null): number | undefined {
    const rate = this.perSecond;
    const [begun, now] = [this.#begun ?? 0, this.#last?.at ?? 0];
    if (now - begun < secondsBeforeTelling * 1000) return undefined;
    return rate === undefined || total === null ? undefined : Math.max(0, (total - done) / rate);
  }
}
