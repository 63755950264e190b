/** The words of the help pages, fetched from the application's own files in the language at hand when they are first needed. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../i18n/index.ts';
import type { HelpTexts } from './topic.ts';

const loaders: Readonly<Record<Language, () => Promise<{ texts: HelpTexts }>>> = {
  en: () => import('./texts/en/index.ts'),
  'zh-CN': () => import('./texts/zh-CN/index.ts'),
};

const loaded: Partial<Record<Language, HelpTexts>> = {};

/** undefined for the moment that it takes to read them. */
export function useHelpTexts(): HelpTexts | undefined {
  const language: Language = useTranslation().i18n.language === 'zh-CN' ? 'zh-CN' : 'en';
  const [, setReady] = useState<Language>();
  useEffect(() => {
    if (loaded[language] !== undefined) return;
    let gone = false;
    void loaders[language]().then(({ texts }) => {
      loaded[language] = texts;
      if (!gone) setReady(language);
    });
    return () => {
      gone = true;
    };
  }, [language]);
  return loaded[language];
}
