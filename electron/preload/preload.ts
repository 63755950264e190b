/**
 * Runs in the window before the page, in a sandbox: gives the page a few named ways to the main process and nothing else. Ports cannot
 * pass the bridge between the two worlds, so they are posted to the window.
 */
import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import {
  desktopChannels as channels,
  type DesktopBridge,
  enginePortMessage,
  ownDialogsArgument,
} from '../contract/desktop-bridge.ts';

function listen(channel: string, listener: (payload: unknown) => void): () => void {
  const onMessage = (_event: IpcRendererEvent, payload: unknown): void => listener(payload);
  ipcRenderer.on(channel, onMessage);
  return () => ipcRenderer.off(channel, onMessage);
}

const bridge: DesktopBridge = {
  openPort: (id) => ipcRenderer.invoke(channels.openPort, id),
  onEngineState(listener) {
    const off = listen(channels.engineState, listener);
    void ipcRenderer.invoke(channels.watchEngine);
    return off;
  },
  restartEngine: () => ipcRenderer.invoke(channels.restartEngine),
  pathOf: (file) => webUtils.getPathForFile(file),
  keepPicture: (name, bytes, purpose) => ipcRenderer.invoke(channels.keepPicture, name, bytes, purpose),
  openPhone: (network) => ipcRenderer.invoke(channels.openPhone, network),
  closePhone: () => ipcRenderer.invoke(channels.closePhone),
  onPhone: (listener) => listen(channels.phone, listener),
  systemDialogs: !process.argv.includes(ownDialogsArgument),
  pickPath: (choice) => ipcRenderer.invoke(channels.pickPath, choice),
  showInFolder: (path) => ipcRenderer.invoke(channels.showInFolder, path),
  onRequest(listener) {
    const off = listen(channels.request, listener);
    void ipcRenderer.invoke(channels.ready);
    return off;
  },
  setAppearance: (appearance) => ipcRenderer.invoke(channels.appearance, appearance),
  readSettings: () => ipcRenderer.invoke(channels.readSettings),
  changeSettings: (change) => ipcRenderer.invoke(channels.changeSettings, change),
};

ipcRenderer.on(channels.port, (event, message: { id: number }) => {
  window.postMessage({ type: enginePortMessage, id: message.id }, window.location.origin, event.ports);
});

contextBridge.exposeInMainWorld('lookalike', bridge);
