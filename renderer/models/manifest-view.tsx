/** `model.json` in words: how images and texts are prepared for a model, and what comes out. */
import type { ModelManifest } from '@contract';
import { Button, Collapse } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import classes from './manifest.module.css';
import { useLanguages } from './words.ts';

export function ManifestView({ manifest }: { manifest: ModelManifest }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={classes.manifest}>
        <About manifest={manifest} />
        <Images vision={manifest.vision} />
        <Words text={manifest.text} />
        <Files manifest={manifest} />
      </div>
      <Raw label={t('models.manifest.raw')} text={JSON.stringify(manifest, null, 2)} />
    </>
  );
}

function About({ manifest }: { manifest: ModelManifest }) {
  const { t } = useTranslation();
  const { all } = useLanguages()(manifest.languages);
  const { similarity, source } = manifest;
  return (
    <Group title={t('models.manifest.about')}>
      <Fact name={t('models.manifest.family')}>{manifest.family}</Fact>
      <Fact name={t('models.manifest.languages')}>{all}</Fact>
      <Fact name={t('settings.licence')}>
        {manifest.licence === 'unknown' ? t('models.licenceUnknown') : manifest.licence}
      </Fact>
      <Fact name={t('models.manifest.vector')}>{t('settings.dimensions', { count: manifest.dimensions })}</Fact>
      <Fact name={t('models.manifest.precision')}>{manifest.dtype}</Fact>
      <Fact name={t('models.manifest.similarity')}>{t(`models.manifest.similarities.${similarity.kind}`)}</Fact>
      <Fact name={t('models.manifest.source')}>
        {source === undefined
          ? undefined
          : [source.repository, source.revision?.slice(0, 12)].filter(Boolean).join(' · ')}
      </Fact>
    </Group>
  );
}

function Images({ vision }: { vision: ModelManifest['vision'] }) {
  const { t } = useTranslation();
  const { width, height, type } = vision.input;
  const triple = (values: readonly number[]): string =>
    values.map((value) => String(Number(value.toFixed(4)))).join(', ');
  return (
    <Group title={t('models.manifest.pictures')}>
      <Fact name={t('models.manifest.size')}>{t('models.manifest.pixels', { width, height })}</Fact>
      <Fact name={t('models.manifest.fit')}>{t(`models.manifest.fits.${vision.resize.fit}`)}</Fact>
      <Fact name={t('models.manifest.kernel')}>{vision.resize.kernel}</Fact>
      <Fact name={t('models.manifest.mean')}>{triple(vision.normalise.mean)}</Fact>
      <Fact name={t('models.manifest.std')}>{triple(vision.normalise.std)}</Fact>
      <Fact name={t('models.manifest.input')}>{`${vision.input.name} (${type})`}</Fact>
      <Fact name={t('models.manifest.output')}>{output(vision.outputs)}</Fact>
    </Group>
  );
}

function Words({ text }: { text: ModelManifest['text'] }) {
  const { t } = useTranslation();
  const inputs = [text.input.ids, text.input.attentionMask, text.input.tokenTypeIds, text.input.positionIds];
  return (
    <Group title={t('models.manifest.words')}>
      <Fact name={t('models.manifest.length')}>{t('models.manifest.tokens', { count: text.maxLength })}</Fact>
      <Fact name={t('models.manifest.padding')}>{t(`models.manifest.paddings.${text.padding}`)}</Fact>
      <Fact name={t('models.manifest.cleaning')}>
        {[
          text.normalise.lowercase ? t('models.manifest.lowercase') : null,
          text.normalise.punctuation === 'strip' ? t('models.manifest.strip') : null,
        ]
          .filter((part) => part !== null)
          .join(t('models.comma')) || t('models.manifest.asWritten')}
      </Fact>
      <Fact name={t('models.manifest.prompts')}>{text.prompts.join(' | ')}</Fact>
      <Fact name={t('models.manifest.input')}>{inputs.filter(Boolean).join(', ')}</Fact>
      <Fact name={t('models.manifest.output')}>{output(text.outputs)}</Fact>
    </Group>
  );
}

function Files({ manifest }: { manifest: ModelManifest }) {
  const { t } = useTranslation();
  const format = useFormat();
  const files = Object.entries(manifest.files);
  if (files.length === 0) return null;
  return (
    <Group title={t('models.manifest.files')} wideNames>
      {files.map(([name, { bytes }]) => (
        <Fact key={name} name={name}>
          {format.bytes(bytes)}
        </Fact>
      ))}
    </Group>
  );
}

function output({ embedding, pooling }: { embedding: string; pooling: string }): string {
  return pooling === 'none' ? embedding : `${embedding} → ${pooling}`;
}

function Group({ title, wideNames = false, children }: { title: string; wideNames?: boolean; children: ReactNode }) {
  return (
    <section className={classes.group} data-wide-names={wideNames} aria-label={title}>
      <h3>{title}</h3>
      <dl>{children}</dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === undefined || children === null || children === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Raw({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div className={classes.raw}>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        aria-expanded={open}
        rightSection={<IconChevronDown size={14} className={classes.chevron} data-open={open} />}
        onClick={() => setOpen(!open)}
      >
        {label}
      </Button>
      <Collapse expanded={open}>
        <div className={classes.code}>
          <CopyButton value={text} label={t('models.manifest.copy')} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre tabIndex={0}>{text}</pre>
        </div>
      </Collapse>
    </div>
  );
}
