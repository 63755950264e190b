/** What a person chose for all libraries, in one small JSON file of the application's own folder. A damaged file means no choice. */
import { z } from 'zod';
import { JsonFile } from '../files/json-file.ts';

const fileSchema = z.looseObject({
  modelId: z.string().optional(),
  hubEndpoint: z.string().optional(),
  modelOffer: z.literal('answered').optional(),
  dismissed: z.array(z.string()).optional(),
});
type Chosen = z.infer<typeof fileSchema>;

export class Preferences {
  readonly #file: JsonFile<Chosen>;

  constructor(file: string) {
    this.#file = new JsonFile<Chosen>(file, fileSchema, {});
  }

  /** The model that a new library takes: the one a person switched to last. */
  get modelId(): string | undefined {
    return this.#file.read().modelId;
  }

  setModel(modelId: string): void {
    this.#write({ modelId });
  }

  /** The mirror that models are downloaded from; undefined for the hub itself. */
  get hubEndpoint(): string | undefined {
    return this.#file.read().hubEndpoint;
  }

  setHubEndpoint(hubEndpoint: string | undefined): void {
    this.#write({ hubEndpoint });
  }

  /** Whether a person has said what they think of the offer of a published model. */
  get offerAnswered(): boolean {
    return this.#file.read().modelOffer === 'answered';
  }

  answerOffer(): void {
    this.#write({ modelOffer: 'answered' });
  }

  /** What a person put away for good, such as the tour. */
  get dismissed(): readonly string[] {
    return this.#file.read().dismissed ?? [];
  }

  dismiss(what: string): void {
    if (!this.dismissed.includes(what)) this.#write({ dismissed: [...this.dismissed, what] });
  }

  #write(change: Partial<Chosen>): void {
    this.#file.write({ ...this.#file.read(), ...change });
  }
}
