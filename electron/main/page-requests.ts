/** Requests to the page, kept until there is a page that listens: links and files often come before the window. */
import type { PageRequest } from '../contract/desktop.ts';

const mostKept = 20;

export class PageRequests {
  readonly #kept: PageRequest[] = [];
  #send: ((request: PageRequest) => void) | undefined;

  push(request: PageRequest): void {
    if (this.#send !== undefined) this.#send(request);
    else if (this.#kept.push(request) > mostKept) this.#kept.shift();
  }

  /** The page listens. */
  attach(send: (request: PageRequest) => void): void {
    this.#send = send;
    for (const request of this.#kept.splice(0)) send(request);
  }

  /** The page is gone or being loaded anew. */
  detach(): void {
    this.#send = undefined;
  }
}
