/** What people do to a library, step by step. Each can be done again, whole or in part, and comes to the same end. */
import type { AppError } from '../../electron/contract/errors.ts';
import type { Client } from '../../electron/contract/rpc/client.ts';
import type { TortureCatalog } from './catalog.ts';
import { type EngineProcess, otherModel } from './engine-process.ts';

export interface Step {
  readonly name: string;
  /** How often it is killed, compared with others. */
  readonly weight: number;
  run(engine: EngineProcess): Promise<void>;
}

export function stepsOver(catalog: TortureCatalog): Step[] {
  const { skus } = catalog;
  const idOf = async (client: Client, sku: string | undefined): Promise<number> =>
    (await client.call('catalog.productBySku', { sku: sku ?? '' })).id;
  const importPath = async (engine: EngineProcess, path: string): Promise<void> => {
    const { jobId } = await engine.client.call('ingest.start', { path });
    await engine.idle();
    const { state, error } = await engine.client.call('jobs.get', { id: jobId });
    if (state !== 'done') throw new Error(`The import ended ${state}: ${error?.message}`);
  };
  const change = (name: string, work: (client: Client) => Promise<unknown>): Step => ({
    name,
    weight: 1,
    run: async ({ client }) => void (await work(client)),
  });
  return [
    {
      name: 'import of a table',
      weight: 4,
      run: async (engine) => {
        catalog.write('earlier');
        await importPath(engine, catalog.table);
      },
    },
    change('tags decided', async (client) => {
      for (const [n, verdict] of (['confirmed', 'rejected', 'confirmed'] as const).entries()) {
        const productId = await idOf(client, skus[6 + n]);
        await client.call('tags.decide', {
          decisions: [{ productId, tag: { group: 'colour', name: ['Red', 'Blue', 'Green'][n] ?? '' }, verdict }],
        });
      }
    }),
    change('tag created', async (client) => {
      const groups = await client.call('tags.vocabulary', {});
      if (groups.some(({ tags }) => tags.some(({ name }) => name === 'Boho'))) return;
      const synonyms = [{ language: 'en' as const, text: 'bohemian' }];
      await client.call('tags.create', { group: 'style', name: 'Boho', synonyms });
    }),
    change('tag put on many', async (client) => {
      const productIds = await Promise.all(skus.slice(0, 5).map((sku) => idOf(client, sku)));
      await client.call('tags.bulkApply', {
        target: { kind: 'products', productIds },
        add: [{ group: 'style', name: 'Boho' }],
      });
    }),
    change('grades', async (client) => {
      for (const [n, sku] of skus.slice(6, 10).entries()) {
        const query = { parts: [{ kind: 'text' as const, text: `thing ${n % 2}` }] };
        await client.call('labels.grade', {
          query,
          productId: await idOf(client, sku),
          grade: (n % 4) as 0 | 1 | 2 | 3,
        });
      }
    }),
    change('query set', async (client) => {
      if ((await client.call('labels.sets', {})).some(({ name }) => name === 'Rounds')) return;
      await client.call('labels.createSet', { name: 'Rounds', texts: ['red thing', 'blue thing'] });
    }),
    change('verdicts', async (client) => {
      const pair = async (a: number, b: number): Promise<[number, number]> => [
        await idOf(client, skus[a]),
        await idOf(client, skus[b]),
      ];
      await client.call('duplicates.verdict', { pairs: [await pair(6, 7)], value: 'same' });
      await client.call('duplicates.verdict', { pairs: [await pair(8, 9)], value: 'different' });
    }),
    change('merge', async (client) => {
      const [keeperId, other] = [await idOf(client, skus[12]), await idOf(client, skus[13])];
      await client.call('duplicates.merge', { keeperId, productIds: [other] }).catch((error: AppError) => {
        // Merged already.
        if (error.code !== 'CONFLICT') throw error;
      });
    }),
    change('products edited and taken out', async (client) => {
      const edits = [
        { productId: await idOf(client, skus[14]), field: 'title', value: 'Edited thing' },
        { productId: await idOf(client, skus[15]), field: 'price', value: '99.50' },
      ];
      await client.call('exchange.edit', { edits: edits as never, by: 'me' });
      const productIds = [(await client.call('catalog.productBySku', { sku: skus[16] ?? '' }).catch(() => null))?.id];
      if (productIds[0] === undefined) return;
      await client.call('exchange.setRemoved', { productIds: productIds as number[], removed: true, by: 'me' });
    }),
    change('photo confirmed', async (client) => {
      const { hash } = await client.call('search.addImage', { path: catalog.photo });
      await client.call('search.confirmPhoto', { hash, productId: await idOf(client, skus[18]) });
    }),
    {
      name: 'import of a folder',
      weight: 2,
      run: (engine) => importPath(engine, catalog.folder),
    },
    {
      name: 'import of the changed table',
      weight: 4,
      run: async (engine) => {
        catalog.write('later');
        await importPath(engine, catalog.table);
      },
    },
    change('tag renamed', async (client) => {
      const groups = await client.call('tags.vocabulary', {});
      const tag = groups.flatMap(({ tags }) => tags).find(({ name }) => name === 'Boho');
      if (tag !== undefined) await client.call('tags.edit', { tagId: tag.id, name: 'Bohemian' });
    }),
    {
      name: 'another model',
      weight: 3,
      run: async (engine) => {
        const { modelId } = await engine.client.call('library.info', {});
        if (modelId !== otherModel)
          await engine.client.call('library.prepareModel', { modelId: otherModel, thenUse: true });
        await engine.idle();
        await engine.until('the other model is in use', async ({ call }) => {
          return (await call('library.info', {})).modelId === otherModel;
        });
      },
    },
    {
      name: 'compaction',
      weight: 2,
      run: async (engine) => {
        await engine.client.call('library.compact', {});
        await engine.idle();
      },
    },
    {
      name: 'search for duplicates',
      weight: 2,
      run: async (engine) => {
        await engine.client.call('duplicates.scan', { full: true });
        await engine.idle();
      },
    },
    {
      name: 'source taken out',
      weight: 1,
      run: async (engine) => {
        const { sources } = await engine.client.call('library.info', {});
        const source = sources.find(({ path }) => path === catalog.folder);
        if (source !== undefined) await engine.client.call('ingest.removeSource', { sourceId: source.id });
        await engine.idle();
      },
    },
  ];
}
