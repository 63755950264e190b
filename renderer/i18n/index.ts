/** Languages of the UI. Both are bundled: switching needs no network and no reload. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en.json';
import chinese from './zh-CN.json';

export const languages = [
  { code: 'en', name: 'English' },
  { code: 'zh-CN', name: '简体中文' },
] as const;
export type Language = (typeof languages)[number]['code'];

const storageKey = 'lookalike.language';

export async function startTranslations(): Promise<void> {
  const language = chosenLanguage() ?? detectLanguage(navigator.languages);
  document.documentElement.lang = language;
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en }, 'zh-CN': { translation: chinese } },
    lng: language,
    fallbackLng: 'en',
    interpolation: { escapeValue: false },
  });
}

export function currentLanguage(): Language {
  return i18next.language === 'zh-CN' ? 'zh-CN' : 'en';
}

export async function changeLanguage(language: Language): Promise<void> {
  window.localStorage.setItem(storageKey, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

/** The first language of the system that the UI speaks; English when there is none. */
export function detectLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0];
    if (primary === 'zh') return 'zh-CN';
    if (primary === 'en') return 'en';
  }
  return 'en';
}

function chosenLanguage(): Language | null {
  const stored = window.localStorage.getItem(storageKey);
  return languages.find((language) => language.code === stored)?.code ?? null;
}
