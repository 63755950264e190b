/** "Scan with your phone": a code that leads a phone to a page which takes photos, what that opens and to whom, and what came. */
import { Button, Modal, Select } from '@mantine/core';
import qrcode from 'qrcode-generator';
import { useTranslation } from 'react-i18next';
import { errorText } from '../i18n/error-text.ts';
import { useFormat } from '../i18n/format.ts';
import { closePhone, openPhone, usePhone } from '../state/phone.ts';
import classes from './phone-dialog.module.css';
import { Photo } from './photo.tsx';
import { useNow } from './use-now.ts';

export function PhoneDialog() {
  const { t } = useTranslation();
  const opened = usePhone((state) => state.opened);
  return (
    <Modal opened={opened} onClose={closePhone} title={t('phone.title')} size="lg">
      <Content />
    </Modal>
  );
}

function Content() {
  const { t } = useTranslation();
  const { open, connected, photos, refused, closed } = usePhone();
  return (
    <div className={classes.content}>
      {closed === null && open !== null ? <Open open={open} connected={connected} /> : null}
      {closed === null && open === null ? <p role="status">{t('phone.opening')}</p> : null}
      <div role="status" className={classes.status}>
        {closed === null || (closed === 'failed' && refused !== null) ? null : <p>{t(`phone.closed.${closed}`)}</p>}
        {closed === null && open !== null ? <p>{t(connected ? 'phone.connected' : 'phone.waiting')}</p> : null}
        {photos.length === 0 ? null : <p>{t('phone.came', { count: photos.length })}</p>}
        {refused === null ? null : <p className={classes.refused}>{errorText(refused)}</p>}
      </div>
      {photos.length === 0 ? null : (
        <ul className={classes.photos} aria-hidden>
          {photos.slice(-12).map((photo, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same photo may come twice
            <li key={`${photo.hash} ${index}`}>
              <Photo fit="tile" className={classes.photo} src={photo.url} alt="" eager />
            </li>
          ))}
        </ul>
      )}
      <div className={classes.actions}>
        {closed !== null || connected ? (
          <Button variant="default" onClick={() => void openPhone(open?.network)}>
            {t('phone.again')}
          </Button>
        ) : null}
        <Button onClick={closePhone}>{t('phone.done')}</Button>
      </div>
    </div>
  );
}

interface OpenProps {
  readonly open: NonNullable<ReturnType<typeof usePhone.getState>['open']>;
  readonly connected: boolean;
}

function Open({ open, connected }: OpenProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { address, network, networks, until } = open;
  return (
    <>
      <div className={classes.open}>
        <Code text={address} dimmed={connected} label={t('phone.code')} />
        <div className={classes.words}>
          <p className={classes.scan}>{t('phone.scan')}</p>
          <p>{t('phone.opens', { network })}</p>
          <p>{t('phone.left', { time: format.duration(Math.max(0, Math.round((until - now) / 1000))) })}</p>
          {networks.length < 2 ? null : (
            <Select
              size="xs"
              label={t('phone.network')}
              allowDeselect={false}
              value={network}
              data={networks.map((own) => ({ value: own.address, label: `${own.name} · ${own.address}` }))}
              onChange={(value) => value !== null && value !== network && void openPhone(value)}
            />
          )}
        </div>
      </div>
      <p className={classes.address}>
        {t('phone.address')}: <code>{address}</code>
      </p>
    </>
  );
}

/** Dark on light in every theme: cameras read nothing else surely. */
function Code({ text, label, dimmed }: { text: string; label: string; dimmed: boolean }) {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const modules = code.getModuleCount();
  const quiet = 4;
  const side = modules + 2 * quiet;
  const path: string[] = [];
  for (let row = 0; row < modules; row++)
    for (let column = 0; column < modules; column++)
      if (code.isDark(row, column)) path.push(`M${column + quiet} ${row + quiet}h1v1h-1z`);
  return (
    <svg
      className={classes.code}
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={label}
      data-used={dimmed}
      shapeRendering="crispEdges"
    >
      <rect width={side} height={side} fill="#ffffff" />
      <path d={path.join('')} fill="#000000" />
    </svg>
  );
}
