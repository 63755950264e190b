/** What the UI needs of the program that shows it. One implementation a host; nothing else in the UI knows which host it is. */
import type { Connection, EngineState, QueryImage } from '@contract';

export interface Platform {
  /** Whether the host knows this window; without it no call can succeed. */
  readonly authorised: boolean;
  /** A client that survives the engine: it connects again and takes its subscriptions along. */
  connect(): Connection;
  /** Address under which the host serves a host-free image path such as `thumb/<hash>`. */
  imageUrl(path: string): string;
  onEngineState(listener: (state: EngineState) => void): () => void;
  restartEngine(): Promise<void>;
  /** Hands a dropped, pasted or picked picture to the engine. Throws `AppError` when it cannot be used. */
  acceptFile(file: File): Promise<QueryImage>;
  /** The system's folder dialog; undefined where there is none and the UI shows its own. */
  pickFolder(): Promise<string | null> | undefined;
  /** Reveals a file in the system's file manager, where the host can. */
  readonly showInFolder?: (path: string) => void;
}
