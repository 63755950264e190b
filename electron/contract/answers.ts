/** Answers to customers: what a message asks, the facts for it with where each stands, and a reply made of these alone. */
import { z } from 'zod';
import { contentHashSchema, productSummarySchema } from './catalog.ts';
import { jobSchema } from './jobs.ts';
import { method } from './method.ts';

export const questionKinds = [
  'price',
  'availability',
  'size',
  'material',
  'colour',
  'option',
  'compatibility',
  'delivery',
  'returns',
  'warranty',
  'cheaper',
  'other',
] as const;
export const questionKindSchema = z
  .enum(questionKinds)
  .describe('option: "do you have this in ..."; cheaper: what costs less; other: a question of no kind that is known');
export type QuestionKind = z.infer<typeof questionKindSchema>;

export const replyLanguages = ['en', 'zh'] as const;
export type ReplyLanguage = (typeof replyLanguages)[number];

export const questionSchema = z.object({
  kind: questionKindSchema,
  words: z.string().describe('of the message, that say so'),
  by: z
    .enum(['words', 'example', 'chosen'])
    .describe('example: an approved answer to a message like it; chosen: by a person'),
  wanted: z.array(z.string()).describe('what exactly is asked for: a colour, a size, a country'),
});
export type Question = z.infer<typeof questionSchema>;

export const factSourceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('listing'),
    productId: z.int(),
    field: z.enum(['title', 'price', 'description', 'tags', 'attribute', 'variants']),
    name: z.string().describe('of the attribute, the tag group or the option; empty where the field says it all'),
  }),
  z.object({
    kind: z.literal('document'),
    passageId: z.int(),
    document: z.string().describe('path of the file from its folder'),
    heading: z.string(),
    line: z.int().describe('of the file, from 1'),
  }),
  z.object({ kind: z.literal('search'), asked: z.string().describe('what the catalog was searched for') }),
]);
export type FactSource = z.infer<typeof factSourceSchema>;

export const factSchema = z.object({
  id: z.string(),
  question: questionKindSchema,
  name: z.string().describe('of what the value is, as the source has it; empty for a sentence'),
  value: z.string().describe('as the source has it'),
  source: factSourceSchema,
});
export type Fact = z.infer<typeof factSchema>;

export const productFindSchema = z.object({
  verdict: z
    .enum(['one', 'few', 'none', 'unnamed'])
    .describe(
      'one: probably the first; few: one of these; none: not in the catalog; unnamed: the message names no product',
    ),
  by: z.enum(['chosen', 'barcode', 'photo', 'number', 'words']).nullable(),
  candidates: z.array(
    z.object({
      product: productSummarySchema,
      probability: z.number().nullable().describe('of the look-up by photo; null where words or a number name it'),
      words: z.array(z.string()).describe('of the message, that stand in its title or are its number'),
    }),
  ),
});
export type ProductFind = z.infer<typeof productFindSchema>;

export const answerSchema = z.object({
  language: z.enum(replyLanguages),
  product: productFindSchema,
  about: z.int().nullable().describe('the product that the facts are about'),
  questions: z.array(questionSchema),
  facts: z.array(factSchema),
  unknown: z.array(
    z.object({ kind: questionKindSchema, about: z.string().describe('what exactly; empty for all of it') }),
  ),
  contradictions: z.array(
    z.object({
      kind: questionKindSchema,
      sides: z.array(z.object({ factId: z.string(), says: z.string() })).min(2),
    }),
  ),
  alternatives: z.array(z.object({ kind: questionKindSchema, product: productSummarySchema })),
  draft: z.object({
    text: z.string(),
    by: z.enum(['template', 'example']),
    exampleId: z.int().nullable(),
  }),
  examples: z
    .array(z.object({ id: z.int(), message: z.string(), reply: z.string(), approvedAt: z.string() }))
    .describe('approved answers to messages like it, nearest first'),
  documents: z.object({ passages: z.int() }),
});
export type Answer = z.infer<typeof answerSchema>;

/** What an answer is worked out from; the same asked again gives the same answer. */
export const askParams = {
  text: z.string().max(8000).default(''),
  images: z.array(contentHashSchema).max(8).default([]).describe('of search.addImage'),
  productId: z.int().optional().describe('the product that a person says it is'),
  questions: z.array(questionKindSchema).max(12).optional().describe('the kinds that a person says are asked'),
  language: z.enum(replyLanguages).optional().describe('of the reply; that of the message when left out'),
};

export const writerSchema = z.object({
  address: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .describe('of an OpenAI-compatible server, such as http://localhost:11434/v1'),
  model: z.string().trim().min(1).max(200),
  beyondThisMachine: z.boolean().default(false).describe('an address that is not of this machine is meant'),
});
export type Writer = z.infer<typeof writerSchema>;

export const writtenSchema = z.object({
  text: z.string().describe('what the model wrote'),
  accepted: z.boolean().describe('every number, name and promise in it stands in the facts'),
  ungrounded: z.array(
    z.object({
      words: z.string(),
      why: z.enum(['number', 'name', 'promise', 'negation']),
    }),
  ),
  tookMs: z.number(),
});
export type Written = z.infer<typeof writtenSchema>;

export const shopDocumentSchema = z.object({
  id: z.int(),
  path: z.string().describe('from the folder'),
  passages: z.int(),
  failure: z.string().nullable(),
  readAt: z.string(),
});
export type ShopDocument = z.infer<typeof shopDocumentSchema>;

export const documentFolderSchema = z.object({
  id: z.int(),
  path: z.string(),
  problem: z.string().nullable().describe('why the folder itself cannot be read now'),
  documents: z.array(shopDocumentSchema),
});
export type DocumentFolder = z.infer<typeof documentFolderSchema>;

export const passageSchema = z.object({
  id: z.int(),
  heading: z.string(),
  text: z.string(),
  line: z.int(),
});
export type Passage = z.infer<typeof passageSchema>;

export const answerMethods = {
  /** What a message asks and what is known for it. @throws `BAD_REQUEST` without text and images, `NOT_FOUND`, `MODEL_*` for photos */
  'answers.ask': method(askParams, answerSchema),
  /**
   * Lets a language model word the draft of an answer; what it wrote is held against the facts. Nothing is sent before this is asked.
   * @throws `BAD_REQUEST` for an address of another machine that is not said to be meant, `NETWORK_FAILED`
   */
  'answers.write': method({ ...askParams, writer: writerSchema }, writtenSchema),
  /** Keeps a reply as an example for messages like it. */
  'answers.approve': method({ ...askParams, reply: z.string().trim().min(1).max(8000) }, z.object({ id: z.int() })),
  'answers.approved': method(
    {},
    z.array(
      z.object({
        id: z.int(),
        message: z.string(),
        reply: z.string(),
        kinds: z.array(questionKindSchema),
        approvedAt: z.string(),
      }),
    ),
  ),
  'answers.removeApproved': method({ id: z.int() }, z.object({})),
  /** Messages to try it with, made of products of this catalog. */
  'answers.samples': method(
    { language: z.enum(replyLanguages).default('en') },
    z.array(z.object({ text: z.string(), imageId: z.int().nullable() })),
  ),
  'answers.documents': method({}, z.array(documentFolderSchema)),
  /** Brings in a folder of the shop's own documents, or one file. @throws `FOLDER_UNREADABLE` */
  'answers.addDocuments': method({ path: z.string().min(1) }, jobSchema),
  /** Reads what changed in the folders. */
  'answers.renewDocuments': method({}, jobSchema),
  'answers.removeDocuments': method({ folderId: z.int() }, z.object({})),
  /** The document that a passage is from, all of its passages in order. */
  'answers.document': method(
    { passageId: z.int() },
    z.object({ path: z.string(), file: z.string().describe('absolute'), passages: z.array(passageSchema) }),
  ),
};

export const answerEvents = {
  /** Documents or approved answers changed. */
  'answers.changed': z.object({}),
};
