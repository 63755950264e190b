/**
 * The one seam between two processes. Everything above it (calls, cancellation, events) knows nothing of how messages travel;
 * everything below it (memory, WebSocket, MessagePort, child process) knows nothing of what they say.
 */

export type Unsubscribe = () => void;

export interface Transport {
  /** Sends a JSON-compatible value. After `close` it does nothing. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): Unsubscribe;
  /** Called once, whoever closed it; at once when it is closed already. */
  onClose(listener: (reason: string) => void): Unsubscribe;
  close(reason?: string): void;
}

/** The listener bookkeeping that every transport needs; a maker adds `send` and what closing means. */
export class TransportCore {
  readonly #messageListeners = new Set<(message: unknown) => void>();
  readonly #closeListeners = new Set<(reason: string) => void>();
  #closedBecause: string | undefined;

  get closed(): boolean {
    return this.#closedBecause !== undefined;
  }

  readonly onMessage = (listener: (message: unknown) => void): Unsubscribe => {
    this.#messageListeners.add(listener);
    return () => this.#messageListeners.delete(listener);
  };

  readonly onClose = (listener: (reason: string) => void): Unsubscribe => {
    if (this.#closedBecause !== undefined) {
      listener(this.#closedBecause);
      return () => {};
    }
    this.#closeListeners.add(listener);
    return () => this.#closeListeners.delete(listener);
  };

  deliver(message: unknown): void {
    if (this.closed) return;
    for (const listener of [...this.#messageListeners]) listener(message);
  }

  /** Marks it closed and tells the listeners; true the first time. */
  markClosed(reason: string): boolean {
    if (this.closed) return false;
    this.#closedBecause = reason;
    const listeners = [...this.#closeListeners];
    this.#closeListeners.clear();
    this.#messageListeners.clear();
    for (const listener of listeners) listener(reason);
    return true;
  }
}
