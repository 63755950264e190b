/** The desktop app: one instance, its scheme, its engine, its window. Wiring only: everything with a rule in it is imported. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { app, crashReporter, protocol } from 'electron';
import { homeAt } from '../engine/library/home.ts';
import { DesktopApp } from './desktop-app.ts';
import { linkScheme } from './openings.ts';
import { pagePrivileges, pageScheme } from './page-protocol.ts';
import { readStartOptions } from './start-options.ts';

protocol.registerSchemesAsPrivileged([{ scheme: pageScheme, privileges: pagePrivileges }]);
app.enableSandbox();
app.setName('Lookalike');

const start = { args: process.argv.slice(1), cwd: process.cwd() };
const options = readStartOptions(start.args, start.cwd, app.getAppPath());
const home = homeAt(options.home);
// Two homes are two apps: the lock of the single instance lies in this folder.
const userData = path.join(home.dir, 'desktop');
mkdirSync(userData, { recursive: true });
app.setPath('userData', userData);
app.setAppLogsPath(path.join(home.dir, 'logs'));
// Reports stay on this machine.
crashReporter.start({ uploadToServer: false });

if (app.requestSingleInstanceLock(start)) {
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
  new DesktopApp(options, home).run();
} else {
  console.log('Lookalike runs already; its window comes to the front.');
  app.quit();
}
