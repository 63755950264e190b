/** How a graphics card comes to be used, system by system; docs/gpu.md says more. */
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../ui/copy-button.tsx';
import classes from './compute.module.css';
import shared from './models.module.css';

const systems = ['windows', 'mac', 'linux', 'any'] as const;

const fetchCudaFiles = 'node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12';

export function GpuHelp() {
  const { t } = useTranslation();
  return (
    <div className={shared.panel}>
      <dl className={classes.help}>
        {systems.map((system) => (
          <div key={system}>
            <dt>{t(`compute.help.${system}.title`)}</dt>
            <dd>
              {t(`compute.help.${system}.text`)}
              {system === 'linux' ? (
                <span className={classes.command}>
                  <code>{fetchCudaFiles}</code>
                  <CopyButton value={fetchCudaFiles} label={t('compute.help.copy')} />
                </span>
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
      <p className={shared.note}>{t('compute.help.more', { file: 'docs/gpu.md' })}</p>
    </div>
  );
}
