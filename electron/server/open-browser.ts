/** Shows an address in the person's browser, where there is a screen to show it on. */
import { spawn } from 'node:child_process';

type Environment = Readonly<Record<string, string | undefined>>;

/** The program that opens addresses on this system; undefined where nobody would see it. */
export function browserCommand(
  platform: NodeJS.Platform = process.platform,
  env: Environment = process.env,
): readonly [string, ...string[]] | undefined {
  if (env.CI !== undefined && env.CI !== '') return undefined;
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['cmd', '/c', 'start', ''];
  const hasScreen = (env.DISPLAY ?? '') !== '' || (env.WAYLAND_DISPLAY ?? '') !== '';
  return hasScreen ? ['xdg-open'] : undefined;
}

/** Answers whether a program was asked; that it could not start is no failure, since the address is printed as well. */
export function openBrowser(address: string): boolean {
  const command = browserCommand();
  if (command === undefined) return false;
  const [program, ...args] = command;
  const child = spawn(program, [...args, address], { detached: true, stdio: 'ignore' });
  child.on('error', () => {});
  child.unref();
  return true;
}
