/** Opens the host, the language and the engine, in this order, and draws the window. */
import './platform/zod-setup.ts';
import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shared.module.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startTranslations } from './i18n/index.ts';
import { openPlatform } from './platform/index.ts';
import { startState } from './shell/start.ts';

async function start(): Promise<void> {
  await startTranslations();
  const platform = await openPlatform();
  if (platform.authorised) startState();
  const root = document.getElementById('root');
  if (root !== null) createRoot(root).render(<App authorised={platform.authorised} />);
}

void start();
