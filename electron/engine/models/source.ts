/** Where models are downloaded from, and the way there. */
import type { ModelSource } from '../../contract/models.ts';
import { type Hub, openHub } from './download/hub.ts';
import { type Network, openNetwork } from './download/network.ts';

const hubAddress = 'https://huggingface.co';
/** A token is for the hub that gave it: no mirror gets it, and nobody who listens on the way. */
export function tokenFor(endpoint: string): string | undefined {
  if (!URL.canParse(endpoint) || new URL(endpoint).origin !== hubAddress) return undefined;
  return process.env.HF_TOKEN || undefined;
}

/** Longer than slow servers need, shorter than people wait. */
const stallMs = 30_000;

/** What a person chose, kept between starts. */
export interface HubPreference {
  readonly hubEndpoint: string | undefined;
  setHubEndpoint(endpoint: string | undefined): void;
}

export class Source {
  readonly #preference: HubPreference;
  readonly #stallMs: number;
  #network: Network | undefined;

  constructor(preference: HubPreference, wait: number = stallMs) {
    this.#preference = preference;
    this.#stallMs = wait;
  }

  describe(): ModelSource {
    const { HF_ENDPOINT } = process.env;
    const setting = this.#preference.hubEndpoint ?? null;
    if (HF_ENDPOINT !== undefined && HF_ENDPOINT !== '') return { endpoint: HF_ENDPOINT, from: 'environment', setting };
    return setting === null
      ? { endpoint: hubAddress, from: 'default', setting }
      : { endpoint: setting, from: 'setting', setting };
  }

  choose(endpoint: string | null): ModelSource {
    this.#preference.setHubEndpoint(endpoint ?? undefined);
    return this.describe();
  }

  /** The token is not kept anywhere: it comes from the environment each time. */
  hub(): Hub {
    this.#network ??= openNetwork(this.#stallMs);
    const { endpoint } = this.describe();
    return openHub(this.#network, endpoint, tokenFor(endpoint));
  }

  async close(): Promise<void> {
    await this.#network?.close();
    this.#network = undefined;
  }
}
