/** Where a product comes from on disk. */
import type { Product } from '@contract';
import { IconFolderSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { platform } from '../platform/index.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import classes from './product.module.css';

export function ProductFile({ product }: { product: Product }) {
  const { t } = useTranslation();
  const format = useFormat();
  const image = product.images[0];
  const reveal = platform().showInFolder;
  return (
    <section className={classes.section} aria-label={t('product.files')}>
      <h3 className={classes.heading}>{t('product.files')}</h3>
      {product.images.map((file) => (
        <div key={file.id} className={classes.file}>
          <span className={classes.path} title={file.path}>
            {file.path}
          </span>
          <CopyButton value={file.path} label={t('product.copyPath')} />
          {reveal === undefined ? null : (
            <IconButton label={t('product.showInFolder')} size="sm" onClick={() => reveal(file.path)}>
              <IconFolderSearch size={15} />
            </IconButton>
          )}
        </div>
      ))}
      {image === undefined || image.width === null || image.height === null ? null : (
        <p className={classes.fileFacts}>
          {[
            image.format?.toUpperCase(),
            `${image.width} × ${image.height}`,
            image.bytes === null ? undefined : format.bytes(image.bytes),
          ]
            .filter((fact) => fact !== undefined)
            .join(' · ')}
        </p>
      )}
    </section>
  );
}
