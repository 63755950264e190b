/** Where the parts of the app lie, in the project and in an installed copy. File names as electron/packaging/bundle.ts gives them. */
import path from 'node:path';

export interface Places {
  readonly preload: string;
  readonly engineEntry: string;
  readonly sampleEntry: string;
  readonly testerEntry: string;
  readonly uiDir: string;
  readonly modelsDir: string;
}

/**
 * @param appPath the project, or the archive of an installed copy (`.../resources/app.asar`). What the engine loads lies beside the
 * archive: shared libraries and worker threads cannot be loaded out of it.
 */
export function placesOf(appPath: string, resourcesPath: string, packaged: boolean): Places {
  const engineDir = path.join(packaged ? `${appPath}.unpacked` : appPath, 'dist', 'engine');
  return {
    preload: path.join(appPath, 'dist', 'preload', 'preload.cjs'),
    engineEntry: path.join(engineDir, 'entry.mjs'),
    sampleEntry: path.join(engineDir, 'sample.mjs'),
    testerEntry: path.join(engineDir, 'tester-process.mjs'),
    uiDir: path.join(appPath, 'dist', 'renderer'),
    modelsDir: path.join(packaged ? resourcesPath : appPath, 'models'),
  };
}
