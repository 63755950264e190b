/** From a message to an answer: the product, the questions, the facts with their sources, and a reply made of these. */
import type { Answer, Fact, Question, Written } from '../../contract/answers.ts';
import type { Product } from '../../contract/catalog.ts';
import type { MethodParams } from '../../contract/contract.ts';
import { AppError } from '../../contract/errors.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Database } from '../db/database.ts';
import type { ModelEncoder } from '../encoders/index.ts';
import type { CatalogView } from '../search/catalog-view.ts';
import type { Documents } from './documents/documents.ts';
import { answersWanted } from './drafts/draft.ts';
import { ExampleRepo } from './drafts/example-repo.ts';
import { draftBy, kindsByExample, nearestExamples, patternOf, shownExamples } from './drafts/examples.ts';
import { type Grounds, ungroundedIn } from './drafts/grounding.ts';
import { wordings } from './drafts/templates.ts';
import { writeWith } from './drafts/writer.ts';
import { type AlternativesDependencies, alternativesTo, searchFact } from './facts/alternatives.ts';
import { contradictionsOf } from './facts/contradictions.ts';
import { documentFacts } from './facts/document-facts.ts';
import { listingFacts, type NewFact } from './facts/listing-facts.ts';
import { clausesOf, languageOfMessage, tellingWords } from './questions/message.ts';
import { type ProductFinder, withoutName, writesName } from './questions/product-finder.ts';
import { chosenQuestions, recognise } from './questions/recogniser.ts';

export interface AnswersDependencies extends AlternativesDependencies {
  readonly catalog: Pick<Catalog, 'products' | 'sources' | 'vocabulary'>;
  readonly view: CatalogView;
  readonly encoders: Pick<ModelEncoder, 'active'>;
  readonly finder: ProductFinder;
  readonly documents: Documents;
  readonly database: Database;
  readonly changed: () => void;
}

type Asked = MethodParams<'answers.ask'>;

/** Kinds that ask about one product: without it there is nothing to say. */
const ofProduct = new Set<Question['kind']>([
  'price',
  'availability',
  'size',
  'material',
  'colour',
  'option',
  'compatibility',
  'cheaper',
]);

export class Answers {
  readonly documents: Documents;
  readonly #deps: AnswersDependencies;
  readonly #examples: ExampleRepo;

  constructor(deps: AnswersDependencies) {
    this.#deps = deps;
    this.documents = deps.documents;
    this.#examples = new ExampleRepo(deps.database);
  }

  /** @throws {AppError} `BAD_REQUEST` for an empty message, `NOT_FOUND`, `MODEL_*` for photos */
  async ask(asked: Asked, signal: AbortSignal): Promise<Answer> {
    const text = asked.text.normalize('NFC').trim();
    if (text === '' && asked.images.length === 0 && asked.productId === undefined) {
      throw new AppError('BAD_REQUEST', 'Paste the message of a customer, or a photo.');
    }
    const { finder, documents, catalog } = this.#deps;
    const found = await finder.find(text, asked.images, asked.productId, signal);
    const about = found.verdict === 'one' ? (found.candidates[0]?.product.id ?? null) : null;
    const listing = about === null ? undefined : catalog.products.get(about);
    const [best] = found.candidates;
    const masked = withoutName(text, best?.product, best?.words ?? []);
    const stored = this.#examples.all();
    const questions =
      asked.questions === undefined
        ? recognise(masked, kindsByExample(stored, masked))
        : chosenQuestions(asked.questions, masked);
    // Who asks what the shop does in general names no product, whatever other words there are.
    const isGeneral =
      (questions.every(({ kind }) => !ofProduct.has(kind)) || tellingWords(masked).length < 2) && !writesName(masked);
    const product =
      found.verdict === 'none' && found.by === null && isGeneral ? { ...found, verdict: 'unnamed' as const } : found;
    const language = asked.language ?? languageOfMessage(masked);
    const vector = text === '' ? undefined : await this.#meaningOf(masked, signal);
    const gathered = await this.#gather({ questions, masked, language, listing, vector }, signal);
    const answer = { language, product, about, questions, ...gathered };
    const nearest = nearestExamples(stored, text, language, listing?.sku);
    return {
      ...answer,
      draft: draftBy(nearest, answer, listing, this.#grounds(answer, listing)),
      examples: shownExamples(nearest),
      documents: { passages: documents.passages },
    };
  }

  /** @throws {AppError} those of `ask`; `NETWORK_FAILED`, `BAD_REQUEST` of the address */
  async write({ writer, ...asked }: MethodParams<'answers.write'>, signal: AbortSignal): Promise<Written> {
    const answer = await this.ask(asked, signal);
    const listing = answer.about === null ? undefined : this.#deps.catalog.products.get(answer.about);
    const started = performance.now();
    const text = await writeWith(
      writer,
      { message: asked.text, draft: answer.draft.text, language: answer.language },
      signal,
    );
    const grounds = this.#grounds(answer, listing);
    const said = [...grounds.said, answer.draft.text];
    const ungrounded = ungroundedIn(text, { ...grounds, said });
    return { text, accepted: ungrounded.length === 0, ungrounded, tookMs: performance.now() - started };
  }

  async approve({ reply, ...asked }: MethodParams<'answers.approve'>, signal: AbortSignal): Promise<number> {
    const answer = await this.ask(asked, signal);
    const listing = answer.about === null ? undefined : this.#deps.catalog.products.get(answer.about);
    const id = this.#examples.put({
      message: asked.text.trim(),
      language: answer.language,
      kinds: answer.questions.map(({ kind }) => kind),
      source: listing?.source.path ?? null,
      sku: listing?.sku ?? null,
      reply,
      pattern: patternOf(reply, answer.facts, listing),
    });
    this.#deps.changed();
    return id;
  }

  approved(): { id: number; message: string; reply: string; kinds: Question['kind'][]; approvedAt: string }[] {
    return this.#examples
      .all()
      .map(({ id, message, reply, kinds, approvedAt }) => ({ id, message, reply, kinds: [...kinds], approvedAt }));
  }

  /** @throws {AppError} `NOT_FOUND` */
  removeApproved(id: number): void {
    if (!this.#examples.remove(id)) throw new AppError('NOT_FOUND', 'This approved answer is not there any more.');
    this.#deps.changed();
  }

  async #gather(
    {
      questions,
      masked,
      language,
      listing,
      vector,
    }: {
      readonly questions: readonly Question[];
      readonly masked: string;
      readonly language: Answer['language'];
      readonly listing: Product | undefined;
      readonly vector: Float32Array | undefined;
    },
    signal: AbortSignal,
  ): Promise<Pick<Answer, 'facts' | 'unknown' | 'contradictions' | 'alternatives'>> {
    const facts: Fact[] = [];
    const unknown: Answer['unknown'] = [];
    const alternatives: Answer['alternatives'] = [];
    for (const question of questions) {
      const { kind } = question;
      const own: NewFact[] = listing === undefined ? [] : listingFacts(listing, question);
      const clause = clausesOf(masked).find((one) => one.includes(question.words)) ?? masked;
      const told = documentFacts(this.documents, { question, clause, language, product: listing, vector });
      if (listing !== undefined || !ofProduct.has(kind)) own.push(...told.facts);
      let searched = false;
      if (
        listing !== undefined &&
        (kind === 'cheaper' || (kind === 'option' && !own.some((fact) => answersWanted(fact, question.wanted))))
      ) {
        const other = await alternativesTo(this.#deps, listing, question, signal);
        searched = other.asked !== null;
        own.push(...searchFact(question, other));
        alternatives.push(...other.products.map((product) => ({ kind, product })));
      }
      facts.push(...own.map((fact, at) => ({ ...fact, id: `${kind}-${at + 1}` })));
      const isKnown = kind === 'cheaper' ? searched : own.length > 0;
      if (!isKnown) unknown.push({ kind, about: '' });
      unknown.push(...(isKnown ? told.unsaid.map((about) => ({ kind, about })) : []));
    }
    return { facts, unknown, contradictions: contradictionsOf(facts), alternatives };
  }

  #grounds(
    answer: Pick<Answer, 'language' | 'facts' | 'product' | 'about' | 'questions' | 'unknown'>,
    listing: Product | undefined,
  ): Grounds {
    const words = wordings[answer.language];
    const plain = Object.values(words).flatMap((word) =>
      typeof word === 'string' ? [word] : typeof word === 'object' ? Object.values<string>(word) : [],
    );
    const samples = [
      words.price('', ''),
      words.stock('', ''),
      words.stock('x', ''),
      words.has('', ''),
      words.hasNot('', ''),
      words.others('', ''),
    ];
    const more = [words.cheaper(''), words.unknown(''), words.check('', ''), words.about(''), words.which([])];
    const candidates =
      answer.about === null
        ? answer.product.candidates.map(({ product }) => product)
        : listing === undefined
          ? []
          : [listing];
    return {
      said: [
        ...answer.facts.flatMap(({ name, value }) => [name, value]),
        ...candidates.flatMap(({ title, sku }) => [title, sku]),
        // What is asked for may be named, so that it can be said to be unknown.
        ...answer.unknown.map(({ about }) => about),
        ...answer.questions.flatMap(({ wanted }) => wanted),
      ],
      plain: [...plain, ...samples, ...more],
      names: this.#deps.catalog.vocabulary.names().flatMap(({ names }) => names),
    };
  }

  /** undefined where no model is at hand: documents are found by their words then. */
  async #meaningOf(text: string, signal: AbortSignal): Promise<Float32Array | undefined> {
    try {
      const encoder = await this.#deps.encoders.active();
      return (await encoder.encodeTexts([text], { signal }))[0];
    } catch (error) {
      if (error instanceof AppError && /^MODEL_/.test(error.code)) return undefined;
      throw error;
    }
  }
}
