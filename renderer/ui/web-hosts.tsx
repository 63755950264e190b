/** From where pictures would be fetched, how much that is, and which hosts of the own network may be asked. */
import type { WebHost } from '@contract';
import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import classes from './web-hosts.module.css';

interface WebHostsProps {
  /** An estimate. */
  readonly bytes: number;
  readonly hosts: readonly WebHost[];
  readonly hostCount: number;
  /** Hosts of the own network that are ticked. */
  readonly allowed: readonly string[];
  onAllowed(hosts: string[]): void;
}

const shown = 8;

export function WebHosts({ bytes, hosts, hostCount, allowed, onAllowed }: WebHostsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const own = hosts.filter(({ ownNetwork }) => ownNetwork);
  const others = hosts.filter(({ ownNetwork }) => !ownNetwork);
  const more = hostCount - own.length - Math.min(shown, others.length);
  return (
    <div className={classes.web}>
      <p className={classes.size}>{t('web.size', { size: format.bytes(bytes) })}</p>
      {others.length === 0 ? null : (
        <ul className={classes.hosts} aria-label={t('web.hosts')}>
          {others.slice(0, shown).map(({ host, count }) => (
            <li key={host}>
              <span className={classes.host}>{host}</span> <span className={classes.count}>{format.number(count)}</span>
            </li>
          ))}
          {more > 0 ? <li className={classes.count}>{t('web.moreHosts', { count: more })}</li> : null}
        </ul>
      )}
      {own.length === 0 ? null : (
        <div className={classes.own}>
          <p>{t('web.own')}</p>
          {own.map(({ host, count }) => (
            <Checkbox
              key={host}
              size="sm"
              checked={allowed.includes(host)}
              label={
                <>
                  {t('web.allow', { host })} <span className={classes.count}>{format.number(count)}</span>
                </>
              }
              onChange={({ currentTarget: { checked } }) =>
                onAllowed(checked ? [...allowed, host] : allowed.filter((one) => one !== host))
              }
            />
          ))}
        </div>
      )}
    </div>
  );
}
