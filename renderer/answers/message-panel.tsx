/** What the customer sent: words and photos, pasted, dropped or chosen. */
import { Button, FileButton, Textarea } from '@mantine/core';
import { IconPhotoPlus, IconX } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  addDeskFiles,
  askDesk,
  clearDesk,
  removePhoto,
  setText,
  takeSample,
  useAnswerDesk,
} from '../state/answer-desk.ts';
import { useAnswer } from '../state/answers.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Photo } from '../ui/photo.tsx';
import classes from './answers.module.css';

export function MessagePanel() {
  const { t } = useTranslation();
  const { text, photos, asked } = useAnswerDesk();
  const isEmpty = text.trim() === '' && photos.length === 0;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    askDesk();
  };
  return (
    <section className={classes.panel} aria-label={t('answers.message')}>
      <Textarea
        label={t('answers.message')}
        placeholder={t('answers.placeholder')}
        autosize
        minRows={5}
        maxRows={14}
        maxLength={8000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {photos.length === 0 ? null : (
        <ul className={classes.photos}>
          {photos.map(({ hash, name, url }) => (
            <li key={hash} className={classes.photo}>
              <Photo src={url} alt={name} eager />
              <IconButton
                className={classes.removePhoto}
                label={t('answers.removePhoto', { name })}
                size="sm"
                variant="default"
                onClick={() => removePhoto(hash)}
              >
                <IconX size={14} />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <div className={classes.row}>
        <FileButton
          multiple
          accept="image/*"
          onChange={(files) => void addDeskFiles(files)}
          inputProps={{ 'aria-label': t('answers.addPhoto') }}
        >
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconPhotoPlus size={16} />}>
              {t('answers.addPhoto')}
            </Button>
          )}
        </FileButton>
        <span className={classes.grow} />
        {isEmpty && asked === null ? null : (
          <Button variant="subtle" onClick={clearDesk}>
            {t('answers.clear')}
          </Button>
        )}
        <Button className={classes.find ?? ''} disabled={isEmpty} onClick={askDesk}>
          {t('answers.find')}
        </Button>
      </div>
      <Samples />
    </section>
  );
}

/** Shown while there is nothing to answer. */
function Samples() {
  const { t, i18n } = useTranslation();
  const isEmpty = useAnswerDesk(({ text, photos }) => text === '' && photos.length === 0);
  const language = i18n.language.startsWith('zh') ? 'zh' : 'en';
  const { data: samples = [] } = useAnswer('answers.samples', isEmpty ? { language } : null);
  if (!isEmpty || samples.length === 0) return null;
  return (
    <div className={classes.samples}>
      <h2 className={classes.small}>{t('answers.try')}</h2>
      {samples.map((sample) => (
        <button key={sample.text} type="button" className={classes.sample} onClick={() => void takeSample(sample)}>
          {sample.text}
          {sample.imageId === null ? null : <span className={classes.quiet}> {t('answers.withPhoto')}</span>}
        </button>
      ))}
    </div>
  );
}
