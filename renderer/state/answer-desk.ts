/** The message of a customer that is being answered: its words and photos, what a person said of it, and what is to word the reply. */
import { askedHash, type MethodInput, type QueryImage, type QuestionKind, type ReplyLanguage } from '@contract';
import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import { platform } from '../platform/index.ts';
import { ask } from './engine.ts';
import { notifyError } from './notify.tsx';

export interface DeskPhoto {
  /** What it is asked by. */
  readonly hash: string;
  readonly name: string;
  readonly url: string;
}

export type AskParams = MethodInput<'answers.ask'>;

interface AnswerDesk {
  readonly text: string;
  readonly photos: readonly DeskPhoto[];
  /** What the answer on screen was asked with; null before the first. */
  readonly asked: AskParams | null;
  /** Whether the page is on screen: photos that are pasted or dropped are then meant for it. */
  readonly isOpen: boolean;
}

const empty = { text: '', photos: [], asked: null };

export const useAnswerDesk = create<AnswerDesk>(() => ({ ...empty, isOpen: false }));

export function setText(text: string): void {
  useAnswerDesk.setState({ text });
}

export function clearDesk(): void {
  useAnswerDesk.setState(empty);
}

/** Asks with the message as it stands; what a person said of the one before is not meant for it. */
export function askDesk(): void {
  const { text, photos } = useAnswerDesk.getState();
  if (text.trim() === '' && photos.length === 0) return;
  useAnswerDesk.setState({ asked: { text, images: photos.map(({ hash }) => hash) } });
}

export function chooseProduct(productId: number): void {
  change((asked) => ({ ...asked, productId }));
}

export function chooseKinds(questions: QuestionKind[]): void {
  change((asked) => ({ ...asked, questions }));
}

export function chooseLanguage(language: ReplyLanguage): void {
  change((asked) => ({ ...asked, language }));
}

function change(to: (asked: AskParams) => AskParams): void {
  useAnswerDesk.setState(({ asked }) => ({ asked: asked === null ? null : to(asked) }));
}

export async function addDeskFiles(files: Iterable<File>): Promise<void> {
  for (const file of files) await addDeskPhoto(() => platform().acceptFile(file));
}

export async function addDeskPhoto(accept: () => Promise<QueryImage>): Promise<void> {
  try {
    const { hash, content, name, url } = await accept();
    // A screenshot counts without its bars.
    const photo = { hash: askedHash({ hash, region: content }), name, url };
    useAnswerDesk.setState(({ photos }) => ({
      photos: [...photos.filter((own) => own.hash !== photo.hash), photo].slice(-8),
    }));
  } catch (error) {
    notifyError(error);
  }
}

/** A message to try it with. */
export async function takeSample({
  text,
  imageId,
}: {
  readonly text: string;
  readonly imageId: number | null;
}): Promise<void> {
  useAnswerDesk.setState({ ...empty, text });
  if (imageId !== null) await addDeskPhoto(() => ask('search.addCatalogImage', { imageId }));
  askDesk();
}

export function removePhoto(hash: string): void {
  useAnswerDesk.setState(({ photos }) => ({ photos: photos.filter((own) => own.hash !== hash) }));
}

interface WriterSettings {
  readonly on: boolean;
  readonly address: string;
  readonly model: string;
  readonly beyondThisMachine: boolean;
}

/** Kept in the browser's storage of this machine: a library that comes from elsewhere brings no address along. */
export const useWriter = create<WriterSettings>()(
  persist(
    (): WriterSettings => ({ on: false, address: 'http://localhost:11434/v1', model: '', beyondThisMachine: false }),
    {
      name: 'lookalike.writer',
      storage: createJSONStorage(() => window.localStorage),
    },
  ),
);
