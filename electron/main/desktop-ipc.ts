/** What the page may ask of the main process, one entry a channel. */
import path from 'node:path';
import { type IpcMain, ipcMain, nativeTheme, shell, type WebFrameMain } from 'electron';
import { z } from 'zod';
import {
  appearanceSchema,
  type Choice,
  choiceSchema,
  type HostSettingsState,
  hostSettingsSchema,
  type PageRequest,
} from '../contract/desktop.ts';
import { desktopChannels as channels } from '../contract/desktop-bridge.ts';
import { type PhoneEvent, phoneNetworkSchema } from '../contract/phone.ts';
import type { QueryImage } from '../contract/search.ts';
import type { JsonFile } from '../engine/files/json-file.ts';
import { openPhoneListener, type PhoneListener } from '../phone/listener.ts';
import { applyTheme } from './appearance.ts';
import type { DesktopEngine } from './desktop-engine.ts';
import { answerPage, type IpcListener } from './ipc.ts';
import { withImage } from './kept-image.ts';
import type { PageRequests } from './page-requests.ts';
import { bytesSchema, type ShellSettings } from './settings.ts';

export interface IpcOptions {
  readonly engine: DesktopEngine;
  readonly requests: PageRequests;
  readonly settings: JsonFile<ShellSettings>;
  readonly updates: HostSettingsState['updates'];
  pickPath(choice: Choice): Promise<string | null>;
  paint(background: string): void;
  settingsChanged(): void;
  log(text: string): void;
}

const id = z.int().min(1);
const purpose = z.enum(['search', 'lookup']);
const absolutePath = z.string().max(4096).refine(path.isAbsolute, 'an absolute path');

export function answerPages(options: IpcOptions, ipc: IpcMain = ipcMain): void {
  const { engine, requests, settings } = options;
  const listener: IpcListener<WebFrameMain> = ipc;
  const answer = <P extends unknown[]>(
    channel: string,
    params: z.ZodType<P>,
    handler: (sender: WebFrameMain, ...args: P) => unknown,
  ): void => answerPage(listener, channel, params, handler, options.log);
  const settingsState = (): HostSettingsState => ({ autoUpdate: settings.read().autoUpdate, updates: options.updates });

  answer(channels.openPort, z.tuple([id]), (page, number) => engine.connect(page, channels.port, number));
  answer(channels.watchEngine, z.tuple([]), (page) => page.send(channels.engineState, engine.supervisor.state));
  answer(channels.restartEngine, z.tuple([]), () => engine.supervisor.restart());
  answer(channels.keepPicture, z.tuple([z.string().max(200), bytesSchema, purpose]), (_page, name, bytes, meant) =>
    withImage(
      bytes,
      (file): Promise<unknown> =>
        meant === 'search'
          ? engine.client.call('search.addImage', { path: file, name })
          : engine.client.call('lookups.add', { files: [{ path: file, name }], keep: true }),
    ),
  );
  let phone: PhoneListener | undefined;
  let phonesAsked = 0;
  const closePhone = async (): Promise<void> => {
    phonesAsked++;
    const open = phone;
    phone = undefined;
    await open?.close();
  };
  answer(channels.openPhone, z.tuple([phoneNetworkSchema]), async (page, network) => {
    await closePhone();
    const mine = phonesAsked;
    // A window that was closed or loaded anew waits for no phone.
    const tell = (event: PhoneEvent): void =>
      page.isDestroyed() ? void closePhone() : page.send(channels.phone, event);
    const take = (file: string, name: string): Promise<QueryImage> =>
      engine.client.call('search.addImage', { path: file, name });
    const opened = await openPhoneListener({ network: network ?? undefined, take, tell });
    // The dialog may have been closed meanwhile.
    if (mine === phonesAsked) phone = opened;
    else await opened.close();
  });
  answer(channels.closePhone, z.tuple([]), closePhone);
  answer(channels.ready, z.tuple([]), (page) => {
    void closePhone();
    return requests.attach((request: PageRequest) => page.send(channels.request, request));
  });
  answer(channels.pickPath, z.tuple([choiceSchema]), (_page, choice) => options.pickPath(choice));
  answer(channels.showInFolder, z.tuple([absolutePath]), (_page, file) => shell.showItemInFolder(file));
  answer(channels.appearance, z.tuple([appearanceSchema]), (_page, appearance) => {
    settings.write({ ...settings.read(), appearance });
    applyTheme(nativeTheme, appearance.theme, options.paint);
    options.settingsChanged();
  });
  answer(channels.readSettings, z.tuple([]), settingsState);
  answer(channels.changeSettings, z.tuple([hostSettingsSchema]), (_page, change) => {
    settings.write({ ...settings.read(), ...change });
    options.settingsChanged();
    return settingsState();
  });
}
