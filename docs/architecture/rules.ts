/** Who may import whom, as data. `check.ts` applies it as a part of `npm run lint`; `draw.ts` draws the floors. */

/** Folders side by side on one floor. A floor imports only from the floors below it, and from its own where it says so. */
export interface Floor {
  readonly name: string;
  readonly folders: readonly string[];
  /** True where folders of this floor may import each other, as long as they form no circle. */
  readonly open: boolean;
}

export interface House {
  /** The folder whose sub-folders the floors name; its own files stand above all floors. */
  readonly root: string;
  /** From the top down. */
  readonly floors: readonly Floor[];
}

const floor = (name: string, folders: string, open: boolean): Floor => ({ name, folders: folders.split(' '), open });

export const houses: readonly House[] = [
  {
    root: 'electron/engine',
    floors: [
      floor('host', 'process library', true),
      floor(
        'jobs people do',
        'duplicates tags taxonomy completeness labels evaluation demand recommendations answers exchange lookups map campaigns',
        false,
      ),
      floor('shared', 'recognition identity search events ingest catalog', true),
      floor(
        'machinery',
        'operations models encoders vector images text jobs side-process serving threads files db numbers cache dialects fetching clips',
        true,
      ),
    ],
  },
  {
    root: 'renderer',
    floors: [
      floor('shell', 'shell', false),
      floor(
        'pages',
        'start search lookups map product duplicates tags describe categories completeness labels evaluation demand answers campaigns library problems changes sheet models settings help tour',
        false,
      ),
      floor('ui', 'ui', false),
      floor('state', 'state', false),
      floor('platform', 'platform i18n styles', true),
    ],
  },
];

/** An import that matches both `from` and `to` is refused with `why`. Paths are relative to the project; packages go by name. */
export interface Rule {
  readonly why: string;
  readonly from: RegExp;
  readonly to: RegExp;
  /** What `to` matches and is allowed all the same. */
  readonly except?: RegExp;
}

/** Only files below `home` may import the package. */
const home = (name: string, home: RegExp, why: string): Rule => ({
  why,
  from: new RegExp(`^(?!${home.source.replace(/^\^/, '')})(electron|renderer)/`),
  to: new RegExp(`^${name}$`),
});

export const rules: readonly Rule[] = [
  {
    why: 'The contract imports zod and its own files, nothing else.',
    from: /^electron\/contract\//,
    to: /./,
    except: /^(zod$|electron\/contract\/)/,
  },
  {
    why: 'The UI talks to the rest through @contract only.',
    from: /^renderer\//,
    to: /^(electron|bench|e2e|assets|models)\//,
    except: /^(electron\/contract\/(index|desktop-bridge)\.ts|assets\/icons\/.*\.svg)$/,
  },
  { why: 'The UI runs in a browser.', from: /^renderer\//, to: /^node:/ },
  {
    why: 'The engine knows no host and no UI; they call it.',
    from: /^electron\/engine\//,
    to: /^(electron|renderer)\//,
    except: /^electron\/(engine|contract)\//,
  },
  {
    why: 'The engine is plain Node: no HTTP, no UI libraries.',
    from: /^electron\/engine\//,
    to: /^(node:https?|node:http2|ws|react|react-dom|@mantine\/.*)$/,
  },
  ...['main', 'server', 'cli'].map((host) => ({
    why: 'Hosts are put together from the engine, never from each other; they serve the built UI, not its sources.',
    from: new RegExp(`^electron/${host}/`),
    to: /^(electron|renderer)\//,
    except: new RegExp(`^electron/(${host}|engine|contract|packaging|phone)/`),
  })),
  {
    why: 'The listener for phones stands beside the hosts that open it, and is put together from the engine.',
    from: /^electron\/phone\//,
    to: /^(electron|renderer)\//,
    except: /^electron\/(phone|engine|contract)\//,
  },
  { why: 'A repository knows nothing of who asks it.', from: /-repo\.ts$/, to: /\/methods\.ts$/ },
  { why: 'Methods ask the subject that does the work, not the SQL.', from: /\/methods\.ts$/, to: /-repo\.ts$/ },
  home('electron', /^electron\/(main|preload)\//, 'Only electron/main and electron/preload know Electron.'),
  home('onnxruntime-node', /^electron\/engine\/encoders\//, 'Only engine/encoders runs models.'),
  home('hnswlib-node', /^electron\/engine\/vector\//, 'Only engine/vector knows the index library.'),
  home('read-excel-file/node', /^electron\/engine\/ingest\/tables\//, 'Only engine/ingest/tables reads workbooks.'),
  home('sharp', /^electron\/engine\/images\//, 'Only engine/images decodes images.'),
  home(
    'undici',
    /^electron\/engine\/(models\/download|fetching)\//,
    'Only engine/models/download and engine/fetching reach the network.',
  ),
];

/** Tests and what only they use may import anything. */
export const exempt = /\.test\.tsx?$|(^|\/)(testing|fixtures)\/|(^|\/)(testing|[\w-]+-samples)\.ts$/;

/** Where SQL may be written. */
export const sqlHomes = /-repo\.ts$|^electron\/engine\/db\//;
