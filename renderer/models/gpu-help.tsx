/** How a graphics card comes to be used, system by system; docs/gpu.md says more. */
import { useTranslation } from 'react-i18next';
import classes from './compute.module.css';
import shared from './models.module.css';

const systems = ['windows', 'mac', 'linux', 'any'] as const;

export function GpuHelp() {
  const { t } = useTranslation();
  return (
    <div className={shared.panel}>
      <dl className={classes.help}>
        {systems.map((system) => (
          <div key={system}>
            <dt>{t(`compute.help.${system}.title`)}</dt>
            <dd>{t(`compute.help.${system}.text`)}</dd>
          </div>
        ))}
      </dl>
      <p className={shared.note}>{t('compute.help.more', { file: 'docs/gpu.md' })}</p>
    </div>
  );
}
