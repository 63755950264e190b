/** What the UI needs of the program that shows it. One implementation a host; nothing else in the UI knows which host it is. */
import type {
  Appearance,
  Choice,
  Connection,
  EngineState,
  HostSettings,
  HostSettingsState,
  PageRequest,
  PhoneEvent,
  QueryImage,
} from '@contract';

/** How many came into the table, and for how many it had no room. */
export interface AddedPhotos {
  readonly added: number;
  readonly leftOut: number;
}

export interface Platform {
  /** Whether the host knows this window; without it no call can succeed. */
  readonly authorised: boolean;
  /** A client that survives the engine: it connects again and takes its subscriptions along. */
  connect(): Connection;
  /** Address under which the host serves a host-free image path such as `thumb/<hash>`. */
  imageUrl(path: string): string;
  onEngineState(listener: (state: EngineState) => void): () => void;
  restartEngine(): Promise<void>;
  /** Hands a dropped, pasted or picked image to the engine. Throws `AppError` when it cannot be used. */
  acceptFile(file: File): Promise<QueryImage>;
  /**
   * Lets a phone of the local network send photos until `close`; `tell` hears of it, the address first. `network`: the address of this
   * machine to listen on. Throws `AppError` when it cannot be opened.
   */
  waitForPhone(network: string | undefined, tell: (event: PhoneEvent) => void): Promise<{ close(): void }>;
  /** Puts a dropped, pasted or picked image into the table of looked-up photos. Throws `AppError` when it cannot be handed over. */
  lookUpFile(file: File, name: string): Promise<AddedPhotos>;
  /** Shows the system's dialog and answers the path chosen in it; undefined where the UI shows its own. */
  readonly pickPath?: (choice: Choice) => Promise<string | null>;
  /** Where a dropped file or folder lies on this machine, where the host knows it. */
  readonly pathOf?: (file: File) => string | undefined;
  /** Keeps a copy of a dropped table and answers its path, where the host does not know where the file lies. */
  readonly keepTable?: (file: File) => Promise<string>;
  /** Reveals a file in the system's file manager, where the host can. */
  readonly showInFolder?: (path: string) => void;
  /** What menus, links from other programs and files dropped on the application's icon ask of the UI. */
  readonly onRequest?: (listener: (request: PageRequest) => void) => () => void;
  /** Lets what the system draws around the UI look and speak like it. */
  readonly setAppearance?: (appearance: Appearance) => void;
  /** Settings that only the host has. */
  readonly settings?: {
    read(): Promise<HostSettingsState>;
    change(change: HostSettings): Promise<HostSettingsState>;
  };
}
