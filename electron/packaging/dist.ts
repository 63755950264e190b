/** `npm run dist`: installers for this system in `dist/packages`, or an explanation of what is missing for them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Arch, build, Platform } from 'electron-builder';
import { z } from 'zod';
import { toAppError } from '../contract/errors.ts';
import { projectDir } from '../server/project.ts';
import { buildAll } from './build.ts';
import { packagingConfig } from './config.ts';
import { allTargets, explainFailure, missingFor, type PackageTarget } from './targets.ts';

const usage = `Usage: npm run dist -- [options]

  --arch ARCH   x64 or arm64 (default: all that can be made for this system)
  --dir         the unpacked app alone, without installers

Makes AppImage and .deb on Linux, an installer and a portable .exe on Windows, .dmg files on macOS.
LOOKALIKE_UPDATE_URL names the place where later versions will be published; without it the app never asks for any.
`;

const platforms = { linux: Platform.LINUX, win32: Platform.WINDOWS, darwin: Platform.MAC } as const;

const { values } = parseArgs({
  options: {
    arch: { type: 'string' },
    dir: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h' },
  },
});

/** The targets of this system that nothing is missing for; says what is missing for the others. */
function possibleTargets(): PackageTarget[] {
  const wanted = allTargets.filter(
    ({ platform, arch }) => platform === process.platform && arch === (values.arch ?? arch),
  );
  return wanted.filter((target) => {
    const missing = missingFor(target, projectDir, process.platform);
    if (missing.length > 0)
      console.error(`No package for ${target.platform} ${target.arch}:\n  ${missing.join('\n  ')}`);
    return missing.length === 0;
  });
}

const electronSchema = z.object({ version: z.string() });

async function packAll(targets: readonly PackageTarget[]): Promise<void> {
  const electron = path.join(projectDir, 'node_modules', 'electron', 'package.json');
  const { version } = electronSchema.parse(JSON.parse(readFileSync(electron, 'utf8')));
  for (const { platform, arch } of targets) {
    try {
      const files = await build({
        targets: platforms[platform].createTarget(values.dir ? 'dir' : undefined, Arch[arch]),
        projectDir,
        publish: 'never',
        config: packagingConfig(),
      });
      console.log(['Made:', ...files].join('\n  '));
    } catch (error) {
      console.error(`\n${explainFailure(error, version)}`);
      process.exitCode = 1;
      return;
    }
  }
}

if (values.help) {
  process.stdout.write(usage);
} else {
  const targets = possibleTargets();
  if (targets.length === 0) {
    console.error('There is nothing that can be packed here.');
    process.exitCode = 1;
  } else {
    await buildAll(false, console.log).then(
      () => packAll(targets),
      (error: unknown) => {
        console.error(toAppError(error).message);
        process.exitCode = 1;
      },
    );
  }
}
