/** The one page that a phone gets: it takes or picks photos and sends them. Everything is in it, so that nothing else has to be served. */
import type { RefusedBecause } from './listener.ts';

type Words = Readonly<
  Record<'title' | 'lead' | 'take' | 'pick' | 'sending' | 'sent' | 'failed' | 'gone' | RefusedBecause, string>
>;

const words: Readonly<Record<'en' | 'zh-CN', Words>> = {
  en: {
    title: 'Send photos to Lookalike',
    lead: 'They go straight to the computer whose screen shows the code, and nowhere else.',
    take: 'Take a photo',
    pick: 'Choose photos',
    sending: 'Sending …',
    sent: 'Sent',
    failed: 'The photo did not arrive. Try again.',
    gone: 'The window on the computer was closed. Open it again and scan the new code.',
    'not-image': 'This is no photo that can be read. Send it as JPEG or PNG.',
    'too-large': 'This photo is too large. Send it smaller.',
    'too-many': 'Too many photos in a short time. Wait a moment.',
    unreadable: 'This photo could not be read. Take it again.',
  },
  'zh-CN': {
    title: '发送照片到 Lookalike',
    lead: '照片只会直接发送到显示二维码的那台电脑，不会发往别处。',
    take: '拍照',
    pick: '选择照片',
    sending: '正在发送……',
    sent: '已发送',
    failed: '照片没有送达。请重试。',
    gone: '电脑上的窗口已关闭。请重新打开并扫描新的二维码。',
    'not-image': '无法读取这个文件。请发送 JPEG 或 PNG 照片。',
    'too-large': '照片太大。请缩小后再发送。',
    'too-many': '短时间内照片过多。请稍等。',
    unreadable: '无法读取这张照片。请重新拍摄。',
  },
};

/** The first language of the browser that the page speaks. @param accepted the header `Accept-Language` */
export function languageFor(accepted: string | undefined): 'en' | 'zh-CN' {
  const wanted = (accepted ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...rest] = part.trim().toLowerCase().split(';');
      const weight = Number(/q=([\d.]+)/.exec(rest.join(';'))?.[1] ?? 1);
      return { tag, weight: Number.isFinite(weight) ? weight : 0 };
    })
    .filter(({ tag, weight }) => weight > 0 && /^(?:zh|en)(?:-|$)/.test(tag))
    .sort((a, b) => b.weight - a.weight);
  return wanted[0]?.tag.startsWith('zh') === true ? 'zh-CN' : 'en';
}

const style = `
:root { color-scheme: light dark; font: 17px/1.45 system-ui, sans-serif; }
body { max-width: 30rem; margin: 0 auto; padding: 2rem 1.25rem; }
h1 { font-size: 1.35rem; }
label { display: block; margin: 1rem 0; padding: 1.1rem; border-radius: 14px; font-weight: 600; text-align: center; }
label.take { background: #4052c9; color: #fff; }
label.pick { border: 1px solid #8888; }
label:focus-within { outline: 3px solid #8b98ee; outline-offset: 2px; }
input { position: absolute; opacity: 0; width: 1px; height: 1px; }
ul { padding: 0; list-style: none; }
li { display: flex; gap: .8rem; align-items: center; padding: .5rem 0; }
img { width: 56px; height: 56px; border-radius: 8px; object-fit: cover; background: #8883; }
`;

/** Runs on the phone. `W` are its words. */
const script = `
const list = document.querySelector('ul');
async function send(file) {
  const item = document.createElement('li');
  const image = document.createElement('img');
  image.alt = '';
  image.src = URL.createObjectURL(file);
  const text = document.createElement('span');
  text.textContent = W.sending;
  item.append(image, text);
  list.prepend(item);
  try {
    const answer = await fetch('/photo', {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream', 'x-file-name': encodeURIComponent(file.name) },
      body: file,
    });
    const why = answer.ok ? 'sent' : (await answer.json().catch(() => ({}))).why;
    text.textContent = W[why] || W.failed;
  } catch {
    text.textContent = W.gone;
  }
}
for (const input of document.querySelectorAll('input')) {
  input.addEventListener('change', async () => {
    const files = [...input.files];
    input.value = '';
    for (const file of files) await send(file);
  });
}
`;

/** HTML. @param nonce of its style and its script, for the Content-Security-Policy */
export function phonePage(language: 'en' | 'zh-CN', nonce: string): string {
  const w = words[language];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${w.title}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<h1>${w.title}</h1>
<p>${w.lead}</p>
<label class="take">${w.take}<input type="file" accept="image/*" capture="environment"></label>
<label class="pick">${w.pick}<input type="file" accept="image/*" multiple></label>
<ul aria-live="polite"></ul>
<script nonce="${nonce}">const W = ${JSON.stringify(w)};${script}</script>
</body>
</html>
`;
}
