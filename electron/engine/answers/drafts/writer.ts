/** Lets a language model word a draft. It is told to add nothing; that it did not is found out afterwards, by `grounding`. */
import type { ReplyLanguage, Writer } from '../../../contract/answers.ts';
import { chat } from '../../fetching/chat.ts';

const instructions: Readonly<Record<ReplyLanguage, string>> = {
  en: 'You word replies of a shop to its customers. Rewrite the draft as a short, friendly reply in English. Use only what the draft says: add no number, no name, no date, no promise and no property. Keep every number and name as it is. Where the draft says that something is not known, say so. Answer with the reply alone.',
  zh: '你为一家商店撰写给顾客的回复。请把草稿改写成简短、友好的中文回复。只能使用草稿中的内容：不得添加任何数字、名称、日期、承诺或商品特性。所有数字和名称保持原样。草稿说没有资料的，照实说明。只输出回复本身。',
};

/** @throws {AppError} those of `chat` */
export async function writeWith(
  writer: Writer,
  { message, draft, language }: { readonly message: string; readonly draft: string; readonly language: ReplyLanguage },
  signal: AbortSignal,
): Promise<string> {
  const text = await chat(
    writer,
    [
      { role: 'system', content: instructions[language] },
      { role: 'user', content: `Message:\n${message}\n\nDraft:\n${draft}` },
    ],
    signal,
  );
  // Models that think aloud put that between tags.
  return text.replace(/<think>[\s\S]*?<\/think>/g, '').trim();
}
