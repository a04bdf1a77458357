import { Checkbox } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import type { Volume } from '../../api/types';
import { bytes } from '../../ui/format';
import { When } from '../../ui/When';

/** What a service of this name left, and whether the new one is to have it. */
export function KeptData({
  name,
  kept,
  restore,
  onChange,
}: {
  name: string;
  kept: readonly Volume[];
  restore: boolean;
  onChange: (restore: boolean) => void;
}) {
  const { t } = useTranslation();
  return (
    <section className="m-card" aria-labelledby="install-kept" data-testid="kept-data">
      <h2 id="install-kept" className="m-card-title">
        {t('install.kept')}
      </h2>
      <Checkbox
        id="restore-volumes"
        label={t('install.restore')}
        description={t('install.restoreHelp', { name })}
        isChecked={restore}
        onChange={(_, checked) => onChange(checked)}
      />
      <ul className="m-rows m-rows-tight m-gap-top">
        {kept.map((volume) => (
          <li key={volume.id}>
            <div>
              <strong>{`${volume.pod} / ${volume.path}`}</strong>, {bytes(volume.sizeBytes)},{' '}
              {`${volume.region} / ${volume.node}`}
              {volume.keptUntil && (
                <div className="m-hint">
                  {t('install.keptGoes')} <When at={volume.keptUntil} />
                </div>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
