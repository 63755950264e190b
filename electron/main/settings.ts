/** What the shell keeps of its own: whether to look for updates, and how the page looked last. */
import { z } from 'zod';
import { appearanceSchema, hostSettingsSchema } from '../contract/desktop.ts';

export const shellSettingsSchema = hostSettingsSchema.extend({ appearance: appearanceSchema.nullable() });
export type ShellSettings = z.infer<typeof shellSettingsSchema>;

/** Nothing leaves the machine unless a person says so. */
export const freshSettings: ShellSettings = { autoUpdate: false, appearance: null };

/** Bytes of an image, as they come out of Electron's structured clone. */
export const bytesSchema = z
  .custom<ArrayBuffer | Uint8Array>(
    (value) => value instanceof Uint8Array || Object.prototype.toString.call(value) === '[object ArrayBuffer]',
    'bytes',
  )
  .transform((value) => (value instanceof Uint8Array ? value : new Uint8Array(value)));
