/**
 * The domains of an open library, wired together over the vectors of one model. Switching to another model makes them anew: each is bound
 * to its model from beginning to end, and none has to know that there are others.
 */
import { availableParallelism } from 'node:os';
import type { Waiting } from '../../contract/library.ts';
import type { EventHub } from '../../contract/rpc/event-hub.ts';
import type { QueryPart } from '../../contract/search.ts';
import { Answers } from '../answers/answers.ts';
import { Documents } from '../answers/documents/documents.ts';
import { answerHandlers } from '../answers/methods.ts';
import { ProductFinder } from '../answers/questions/product-finder.ts';
import { Campaigns } from '../campaigns/campaigns.ts';
import { campaignHandlers } from '../campaigns/methods.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { catalogHandlers } from '../catalog/methods.ts';
import { Completeness } from '../completeness/completeness.ts';
import { completenessHandlers } from '../completeness/methods.ts';
import type { Database } from '../db/database.ts';
import { Demand } from '../demand/demand.ts';
import { demandHandlers } from '../demand/methods.ts';
import { checkImage } from '../duplicates/check-image.ts';
import { Duplicates } from '../duplicates/duplicates.ts';
import { duplicateHandlers } from '../duplicates/methods.ts';
import { type ModelEncoder, TensorFiles } from '../encoders/index.ts';
import { RankerLearning } from '../evaluation/learning.ts';
import { evaluationHandlers } from '../evaluation/methods.ts';
import { Events } from '../events/events.ts';
import { eventHandlers } from '../events/methods.ts';
import { openExchange } from '../exchange/exchange.ts';
import { exchangeHandlers } from '../exchange/methods.ts';
import type { Exchange } from '../exchange/types.ts';
import { Imports } from '../ingest/imports.ts';
import { ingestHandlers } from '../ingest/methods.ts';
import { MissingVectors } from '../ingest/missing-vectors.ts';
import { TextVectors } from '../ingest/text-vectors.ts';
import { importDependencies } from '../ingest/types.ts';
import { Jobs } from '../jobs/jobs.ts';
import { jobHandlers } from '../jobs/methods.ts';
import { clicksJudge, giveGrades } from '../labels/given-grades.ts';
import { JudgedQueries } from '../labels/judged-queries.ts';
import { Labels } from '../labels/labels.ts';
import { labelHandlers } from '../labels/methods.ts';
import { Lookups } from '../lookups/lookups.ts';
import { lookupsHandlers } from '../lookups/methods.ts';
import { PhotoAnswers } from '../lookups/photo-answers.ts';
import { CatalogMap } from '../map/catalog-map.ts';
import { mapHandlers } from '../map/methods.ts';
import { operationHandlers } from '../operations/methods.ts';
import { Operations } from '../operations/operations.ts';
import { Barcodes } from '../recognition/barcodes/barcodes.ts';
import { ImageReadings } from '../recognition/image-readings.ts';
import { recognitionHandlers } from '../recognition/methods.ts';
import { TextReader } from '../recognition/text/text-reader.ts';
import { recommendationHandlers } from '../recommendations/methods.ts';
import { Recommendations } from '../recommendations/recommendations.ts';
import type { CatalogView } from '../search/catalog-view.ts';
import { LibraryScales } from '../search/library-scales.ts';
import { PhotoLookUp } from '../search/look-up.ts';
import { searchHandlers } from '../search/methods.ts';
import { PhotoBarcodes } from '../search/photo-barcodes.ts';
import { PhotoRegions } from '../search/photo-regions.ts';
import { QueryClips } from '../search/query-clips.ts';
import { QueryImages } from '../search/query-images.ts';
import { RankerVersions } from '../search/rankers/ranker-versions.ts';
import { ReferenceImages } from '../search/reference-images.ts';
import { SavedSearches } from '../search/saved-searches.ts';
import { Search } from '../search/search.ts';
import { Suggester } from '../search/suggest.ts';
import type { StartSideProcess } from '../side-process/side-process.ts';
import { describeHandlers } from '../tags/describing/methods.ts';
import { tagHandlers } from '../tags/methods.ts';
import { tagQualities } from '../tags/quality.ts';
import { openTags } from '../tags/tags.ts';
import type { Tags } from '../tags/types.ts';
import { taxonomyHandlers } from '../taxonomy/methods.ts';
import { openTaxonomies } from '../taxonomy/taxonomies.ts';
import type { LibraryVectors } from '../vector/library-vectors.ts';
import { Compaction } from './compaction.ts';
import type { LibraryHandlers } from './library.ts';
import { mapFacts } from './map-facts.ts';
import type { SecondaryModels } from './secondary-models.ts';
import { whatWaits } from './waiting.ts';
import { WordRenewal } from './word-renewal.ts';

export interface DomainsDependencies {
  readonly dir: string;
  readonly database: Database;
  readonly catalog: Catalog;
  readonly view: CatalogView;
  readonly hub: EventHub;
  readonly vectors: LibraryVectors;
  /** The model of `vectors`. */
  readonly encoders: ModelEncoder;
  /** Other models, for comparing. */
  readonly secondaryModels: SecondaryModels;
  readonly startSide?: StartSideProcess | undefined;
}

export class Domains {
  readonly handlers: LibraryHandlers;
  readonly vectors: LibraryVectors;
  readonly jobs: Jobs;
  readonly imports: Imports;
  readonly missingVectors: MissingVectors;
  readonly duplicates: Duplicates;
  readonly compaction: Compaction;
  readonly wordRenewal: WordRenewal;
  readonly #search: Search;
  readonly #references: ReferenceImages;
  readonly #lookups: Lookups;
  readonly #scales: LibraryScales;
  readonly #encoders: ModelEncoder;
  readonly #tags: Tags;
  readonly #labels: Labels;
  readonly #completeness: Completeness;
  readonly #exchange: Exchange;
  readonly #events: Events;
  readonly #demand: Demand;
  readonly #recommendations: Recommendations;
  readonly #texts: TextVectors;
  /** See `RankerLearning.startAnew`. */
  readonly learning: RankerLearning;
  readonly readings: ImageReadings;
  readonly #barcodes = new Barcodes();
  readonly #textModels = new TensorFiles({ threads: Math.max(1, Math.floor(availableParallelism() / 2)) });

  constructor(dependencies: DomainsDependencies) {
    const { dir, database, catalog, view, hub, vectors, encoders, secondaryModels, startSide } = dependencies;
    this.vectors = vectors;
    this.jobs = new Jobs(database, hub);
    const { jobs } = this;
    const startReader = startSide;
    const importing = importDependencies({ database, catalog, vectors, encoders, jobs, libraryDir: dir, startReader });
    this.imports = new Imports(importing);
    this.missingVectors = new MissingVectors(importing);
    this.#texts = new TextVectors(importing, this.missingVectors);
    this.compaction = new Compaction(database, jobs, dir);
    this.wordRenewal = new WordRenewal(catalog, jobs, () => view.readLanguages());
    const operations = new Operations(database, hub);
    const scales = new LibraryScales(view, vectors);
    this.#scales = scales;
    this.#encoders = encoders;
    const remembered = (label: string): void => hub.emit('search.remembered', { label });
    const { readOnly } = database;
    const saved = new SavedSearches(database, () => hub.emit('search.savedChanged', {}));
    const images = new QueryImages(dir, vectors, encoders, {
      readOnly,
      kept: () => new Set([...saved.images(), ...this.#lookups.images()]),
      added: (hash, file) => photoBarcodes.keep(hash, file),
    });
    const photoBarcodes = new PhotoBarcodes({ catalog, images, barcodes: this.#barcodes });
    const photoRegions = new PhotoRegions({ catalog, view, vectors, encoders, images });
    const shared = { database, catalog, vectors, encoders, libraryDir: dir };
    const references = new ReferenceImages({ ...shared, operations, queryImages: images });
    this.#references = references;
    const numbersIn = (parts: readonly QueryPart[]): string[] => photoBarcodes.numbersIn(parts);
    const lookUp = new PhotoLookUp({ catalog, view, vectors, encoders, images, references, readOnly });
    const namedIn = (parts: readonly QueryPart[]): ReadonlyMap<number, number> => lookUp.namedIn(parts);
    const copyOf = async (hash: string, signal: AbortSignal) => {
      const { best } = await checkImage(this.duplicates.sources, hash, signal);
      return best === null || best.kind === 'listing' ? null : best;
    };
    const photoAnswers = new PhotoAnswers({ images, lookUp, copyOf, barcodes: photoBarcodes, regions: photoRegions });
    this.#lookups = new Lookups({
      database,
      catalog,
      jobs,
      hub,
      operations,
      references,
      answers: photoAnswers,
      libraryDir: dir,
    });
    this.#search = new Search({ ...shared, view, scales, images, references, remembered, numbersIn, namedIn });
    const rankers = new RankerVersions({
      database,
      operations,
      hub,
      modelId: vectors.modelId,
      use: (ranker) => {
        this.#search.ranker = ranker;
      },
    });
    this.#tags = openTags({
      database,
      catalog,
      vectors,
      encoders,
      scales,
      operations,
      jobs,
      libraryDir: dir,
      find: (target, signal) => this.#search.find({ ...target, sort: 'relevance' }, signal),
      encodeMissing: () => this.missingVectors.catchUp(),
      texts: this.#texts,
    });
    this.#completeness = new Completeness({ database, catalog, operations });
    this.#exchange = openExchange({
      database,
      catalog,
      operations,
      jobs,
      vectors,
      libraryDir: dir,
      find: (target, signal) => this.#search.find({ ...target, sort: 'relevance' }, signal),
      texts: this.#texts,
      rescan: (sourceId) => void this.imports.rescan(sourceId),
    });
    this.#events = new Events({ database, catalog, jobs, hub });
    const taxonomies = openTaxonomies({ database, catalog, vectors, encoders, operations, jobs, texts: this.#texts });
    const labels = new Labels({ database, catalog, search: this.#search, operations, hub });
    this.#labels = labels;
    this.#demand = new Demand({
      ...{ behaviour: this.#events.behaviour, catalog, encoders, vectors },
      giveGrades: (grades) => giveGrades(labels, clicksJudge, grades),
    });
    const judgements = new JudgedQueries(labels);
    const { modelId } = vectors;
    const evaluation = { database, catalog, search: this.#search, rankers, judgements, jobs, modelId, secondaryModels };
    this.learning = new RankerLearning(evaluation);
    this.duplicates = new Duplicates({
      database,
      catalog,
      vectors,
      jobs,
      operations,
      hub,
      queryImage: (hash, signal) => this.#search.images.get(hash, signal),
    });
    this.#recommendations = new Recommendations({
      database,
      catalog,
      view,
      vectors,
      jobs,
      hub,
      libraryDir: dir,
      behaviour: this.#events.behaviour,
      customerKey: (customer) => this.#events.pseudonyms().of('customer', customer),
      similar: (productId, signal) => {
        const parts = [{ kind: 'product' as const, productId, weight: 1 }];
        return this.#search.find(
          { parts, filters: { tags: {} }, sort: 'relevance', imagesOnly: false, cutoff: false },
          signal,
        );
      },
      sameAs: (productId) => this.duplicates.groups.sameAs(productId),
    });
    const campaigns = new Campaigns({
      ...{ database, catalog, view, vectors, operations, hub, libraryDir: dir, search: this.#search },
      behaviour: this.#events.behaviour,
      sameAs: (productId) => this.duplicates.groups.sameAs(productId),
    });
    this.readings = new ImageReadings({
      database,
      catalog,
      jobs,
      texts: new TextReader(this.#textModels),
      barcodes: this.#barcodes,
      photo: (hash, signal) => photoBarcodes.fileOf(hash, signal),
      changed: () => view.wordsChanged(),
    });
    const answersChanged = (): void => hub.emit('answers.changed', {});
    const answers = new Answers({
      ...{ database, catalog, view, encoders, search: this.#search, changed: answersChanged },
      finder: new ProductFinder({ catalog, view, search: this.#search, lookUp, barcodes: photoBarcodes, copyOf }),
      documents: new Documents({ database, vectors, encoders, jobs, changed: answersChanged }),
    });
    const facts = mapFacts({
      ...{ tags: this.#tags, duplicates: this.duplicates, behaviour: this.#events.behaviour, demand: this.#demand },
    });
    const map = new CatalogMap({ database, catalog, view, vectors, jobs, facts });
    this.handlers = {
      ...catalogHandlers(catalog),
      ...ingestHandlers(this.imports),
      ...jobHandlers(jobs),
      ...operationHandlers(operations),
      ...searchHandlers(
        this.#search,
        lookUp,
        photoBarcodes,
        photoRegions,
        new QueryClips(images),
        references,
        saved,
        new Suggester(catalog, view),
      ),
      ...tagHandlers(this.#tags),
      ...describeHandlers(this.#tags),
      ...taxonomyHandlers(taxonomies),
      ...completenessHandlers(this.#completeness),
      ...mapHandlers(map),
      ...labelHandlers(labels),
      ...evaluationHandlers({
        ...evaluation,
        learning: this.learning,
        tagQuality: (groups) => tagQualities(this.#tags, groups),
      }),
      ...duplicateHandlers(this.duplicates),
      ...exchangeHandlers(this.#exchange),
      ...eventHandlers(this.#events),
      ...demandHandlers(this.#demand),
      ...answerHandlers({ answers, samplesFrom: { catalog, view } }),
      ...recommendationHandlers(this.#recommendations),
      ...campaignHandlers(campaigns),
      ...recognitionHandlers(this.readings),
      ...lookupsHandlers(this.#lookups),
    };
  }

  /** Does ahead what the first search would have to wait for. @throws {AppError} `MODEL_*` */
  async warm(): Promise<void> {
    await Promise.all([this.#search.warm(), this.#encoders.active().then((encoder) => this.#scales.of(encoder))]);
  }

  /** @throws {AppError} `MODEL_*` */
  waiting(): Promise<Waiting> {
    return whatWaits({
      search: this.#search,
      tags: this.#tags,
      labels: this.#labels,
      learning: this.learning,
      exchange: this.#exchange,
    });
  }

  /** Jobs that run become `interrupted`. The database and the catalog stay open. */
  async close(): Promise<void> {
    await this.jobs.close();
    await this.imports.close();
    this.readings.close();
    await this.#barcodes.close();
    await this.#textModels.close();
    this.#texts.close();
    this.#references.close();
    this.#lookups.close();
    this.duplicates.close();
    this.#completeness.close();
    this.#exchange.close();
    this.#events.close();
    this.#recommendations.close();
    await this.#tags.close();
    await this.vectors.close();
  }
}
