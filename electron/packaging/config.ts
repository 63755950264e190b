/** How electron-builder packs the app: what goes in, what stays outside of the archive, and which installers come out. */
import type { Configuration } from 'electron-builder';
import { projectDir } from '../server/project.ts';
import { nativePackages, updaterPackage } from './bundle.ts';
import { runtimeModules } from './runtime-modules.ts';

/** A scheme for links from other programs, and nothing else; the app's own pages have another one. */
export const linkScheme = 'lookalike';

const everywhereBelow = (folders: readonly string[]): string[] => folders.map((folder) => `${folder}/**`);

/**
 * The engine is unpacked as a whole: shared libraries cannot be loaded from an archive, nor can the files of worker threads, and what
 * loads them must lie beside them.
 *
 * @param updateUrl where later versions will be published; without it the app has no place to ask and never does
 */
export function packagingConfig(updateUrl: string | undefined = process.env.LOOKALIKE_UPDATE_URL): Configuration {
  const engineModules = runtimeModules(projectDir, nativePackages);
  const modules = [...engineModules, ...runtimeModules(projectDir, [updaterPackage])];
  return {
    appId: 'app.lookalike.desktop',
    productName: 'Lookalike',
    copyright: 'MIT licence',
    directories: { output: 'dist/packages', buildResources: 'dist/icons' },
    files: [
      'package.json',
      ...everywhereBelow(['dist/main', 'dist/preload', 'dist/engine', 'dist/renderer']),
      '!node_modules/**',
      ...everywhereBelow(modules),
      // ONNX Runtime brings its libraries for all systems.
      '!node_modules/onnxruntime-node/bin/**',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder's own placeholders
      'node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}/**',
      '!node_modules/hnswlib-node/{src,build}/**',
      'node_modules/hnswlib-node/build/Release/addon.node',
      // Its reader is enough.
      '!node_modules/zxing-wasm/dist/{full,writer,cjs,iife,miniprogram}/**',
      '!node_modules/**/*.{ts,mts,cts,map,md,cc,h,hpp}',
    ],
    asar: true,
    asarUnpack: everywhereBelow(['dist/engine', ...engineModules]),
    extraResources: [
      { from: 'models/starter', to: 'models/starter', filter: ['**/*', '!golden/**', '!golden.json'] },
      { from: 'models/registry.json', to: 'models/registry.json' },
    ],
    // The native packages speak Node-API, which is the same in Node and in Electron.
    npmRebuild: false,
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    },
    protocols: [{ name: 'Lookalike product', schemes: [linkScheme], role: 'Viewer' }],
    publish: updateUrl === undefined ? null : { provider: 'generic', url: updateUrl },
    linux: {
      target: ['AppImage', 'deb'],
      icon: 'dist/icons',
      category: 'Office',
      synopsis: 'Search your product photos by picture and by words',
      maintainer: 'Lookalike maintainers <maintainers@lookalike.invalid>',
      mimeTypes: ['inode/directory', ...imageTypes],
    },
    win: { target: ['nsis', 'portable'], icon: 'dist/icons/icon.ico' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder's own placeholders
    portable: { artifactName: '${productName} ${version} portable.${ext}' },
    nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
    mac: {
      target: [{ target: 'dmg', arch: ['x64', 'arm64'] }],
      icon: 'dist/icons/icon.icns',
      category: 'public.app-category.business',
      hardenedRuntime: true,
      darkModeSupport: true,
      extendInfo: { CFBundleDocumentTypes: macDocumentTypes },
    },
  };
}

const imageTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif', 'image/tiff'];

/** What may be dropped onto the icon in the dock. */
const macDocumentTypes = [
  {
    CFBundleTypeName: 'Picture',
    CFBundleTypeRole: 'Viewer',
    LSHandlerRank: 'Alternate',
    LSItemContentTypes: [
      'public.jpeg',
      'public.png',
      'org.webmproject.webp',
      'public.avif',
      'com.compuserve.gif',
      'public.tiff',
    ],
  },
  {
    CFBundleTypeName: 'Folder of pictures',
    CFBundleTypeRole: 'Viewer',
    LSHandlerRank: 'Alternate',
    LSItemContentTypes: ['public.folder'],
  },
  {
    CFBundleTypeName: 'Product table',
    CFBundleTypeRole: 'Viewer',
    LSHandlerRank: 'Alternate',
    LSItemContentTypes: ['public.comma-separated-values-text', 'public.tab-separated-values-text'],
  },
];
