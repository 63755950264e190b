/** Which photo of the question lies open beside the results. */
import { create } from 'zustand';
import { usePreferences } from './preferences.ts';
import { type Part, useQuery } from './query.ts';

type PhotoPart = Extract<Part, { kind: 'image' | 'clip' }>;

interface OpenPhoto {
  /** The part that was chosen; the last photo of the question where it is gone. */
  readonly key: number | null;
}

const useChosen = create<OpenPhoto>(() => ({ key: null }));

/** The photos of the question, and the one that is open; null: there is none, or they were put away. */
export function useOpenPhoto(): PhotoPart | null {
  const parts = useQuery((state) => state.parts);
  const key = useChosen((state) => state.key);
  const open = usePreferences((state) => state.photoOpen);
  const photos = parts.filter((part) => part.kind === 'image' || part.kind === 'clip');
  return open ? (photos.find((part) => part.key === key) ?? photos.at(-1) ?? null) : null;
}

export function openPhoto(key: number): void {
  useChosen.setState({ key });
  usePreferences.getState().setPhotoOpen(true);
}

export function closePhoto(): void {
  usePreferences.getState().setPhotoOpen(false);
}
