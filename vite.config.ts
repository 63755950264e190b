/** Builds the UI from renderer/ into dist/renderer, which every host serves as plain files. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('renderer'),
  // Relative addresses, so that the same build works below http:// and below an application's own scheme.
  base: './',
  plugins: [react()],
  resolve: { alias: { '@contract': here('electron/contract/index.ts') } },
  build: {
    outDir: here('dist/renderer'),
    emptyOutDir: true,
    // A data: address would have to be allowed by the Content-Security-Policy; a file does not.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
});
