/** The files of the pictures, as the build names them. */
import type { Language } from '../i18n/index.ts';
import type { PictureName } from './topic.ts';

const files = import.meta.glob<string>('./pictures/*/*.webp', { eager: true, query: '?url', import: 'default' });

/** undefined where a picture has not been taken yet. */
export function pictureUrl(language: Language, name: PictureName): string | undefined {
  return files[`./pictures/${language}/${name}.webp`];
}
