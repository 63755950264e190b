/** The window and what surrounds it: requests of menus, links and the dock come in, how the window looks and speaks goes out. */
import type { PageRequest } from '@contract';
import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from 'wouter/use-hash-location';
import { currentLanguage } from '../i18n/index.ts';
import { platform } from '../platform/index.ts';
import { ask } from '../state/engine.ts';
import { askWithPath } from '../state/images.ts';
import { chooseImport } from '../state/import.ts';
import { openLibrary } from '../state/library.ts';
import { notifyError } from '../state/notify.tsx';
import { focusSearch } from './actions.ts';
import { places } from './places.ts';

export function useHost(): void {
  const { colorScheme } = useMantineColorScheme();
  const { i18n } = useTranslation();
  const { language } = i18n;
  useEffect(() => platform().onRequest?.((request) => void follow(request).catch(notifyError)), []);
  useEffect(() => {
    const theme = colorScheme === 'auto' ? 'system' : colorScheme;
    platform().setAppearance?.({ theme, language: language === 'zh-CN' ? 'zh-CN' : currentLanguage() });
  }, [colorScheme, language]);
}

/** @throws AppError, for example `NOT_FOUND` for a product number that the library does not have */
export async function follow(request: PageRequest): Promise<void> {
  switch (request.kind) {
    case 'show':
      navigate(places[request.place].to);
      return;
    case 'find':
      navigate('/');
      // The search page has to be there first.
      setTimeout(focusSearch);
      return;
    case 'product': {
      const { id } = await ask('catalog.productBySku', { sku: request.sku });
      navigate(`/product/${id}`);
      return;
    }
    case 'picture':
      navigate('/');
      await askWithPath(request.path);
      return;
    case 'import':
      chooseImport(request.path);
      navigate('/library/import');
      return;
    case 'library':
      await openLibrary(request.dir);
      navigate('/');
  }
}
