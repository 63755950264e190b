/** Photos that a phone sends while its dialog is open, and where they go: one is searched with, several are looked up in the table. */
import { type ErrorPayload, type PhoneEvent, type QueryImage, toAppError } from '@contract';
import { navigate } from 'wouter/use-hash-location';
import { create } from 'zustand';
import { platform } from '../platform/index.ts';
import { outdate } from './answers.ts';
import { command } from './engine.ts';
import { notifyError } from './notify.tsx';
import { lookForImage } from './query.ts';

type Told<K extends PhoneEvent['kind']> = Extract<PhoneEvent, { kind: K }>;

interface PhoneStore {
  readonly opened: boolean;
  readonly open: (Told<'open'> & { readonly until: number }) | null;
  readonly connected: boolean;
  readonly photos: readonly QueryImage[];
  readonly refused: ErrorPayload | null;
  /** Why no phone can send any more, while the dialog still shows what came. */
  readonly closed: Told<'closed'>['why'] | null;
}

const fresh = { open: null, connected: false, refused: null, closed: null };

export const usePhone = create<PhoneStore>(() => ({ ...fresh, opened: false, photos: [] }));

let line: { close(): void } | undefined;
/** Grows with each opening: what an earlier one says late is not meant. */
let opening = 0;

/** @param network an address of this machine; without it the likeliest */
export async function openPhone(network?: string): Promise<void> {
  const mine = ++opening;
  line?.close();
  line = undefined;
  const { opened, photos } = usePhone.getState();
  usePhone.setState({ ...fresh, opened: true, photos: opened ? photos : [] });
  try {
    const own = await platform().waitForPhone(network, (event) => {
      if (mine === opening) hear(event);
    });
    if (mine === opening) line = own;
    else own.close();
  } catch (error) {
    if (mine === opening) usePhone.setState({ refused: toAppError(error).toPayload(), closed: 'failed' });
  }
}

export function closePhone(): void {
  opening++;
  line?.close();
  line = undefined;
  usePhone.setState({ opened: false });
}

function hear(event: PhoneEvent): void {
  switch (event.kind) {
    case 'open':
      usePhone.setState({ open: { ...event, until: Date.now() + event.seconds * 1000 } });
      return;
    case 'connected':
      usePhone.setState({ connected: true });
      return;
    case 'photo':
      usePhone.setState(({ photos }) => ({ photos: [...photos, event.image], refused: null }));
      void deliver().catch(notifyError);
      return;
    case 'refused':
      usePhone.setState({ refused: event.error });
      return;
    case 'closed':
      // What was said first is why.
      usePhone.setState(({ closed }) => ({ closed: closed ?? event.why }));
  }
}

async function deliver(): Promise<void> {
  const { photos } = usePhone.getState();
  const last = photos.at(-1);
  if (last === undefined) return;
  const inTable = window.location.hash.startsWith('#/lookups');
  if (photos.length === 1 && !inTable) {
    const { hash, name, content } = last;
    lookForImage({ hash, name, ...(content === undefined ? {} : { region: content, cut: 'bars' as const }) });
    navigate('/');
    return;
  }
  // The first one of several was searched with until now.
  const coming = photos.length === 2 && !inTable ? photos : [last];
  navigate('/lookups');
  await command('lookups.add', { files: coming.map(({ hash, name }) => ({ hash, name })) });
  outdate('lookups.');
}
