import { Button, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import type { JoinToken, Region } from '../../api/types';
import { CopyBlock } from '../../ui/Copyable';
import { RecordDialog } from '../../ui/RecordDialog';
import { When } from '../../ui/When';

const LIFETIMES = ['PT15M', 'PT1H', 'PT24H'] as const;

/** Makes a join token and shows, once, the line that a node is joined with. */
export function JoinDialog({ region, onClose }: { region: Region; onClose: () => void }) {
  const { t } = useTranslation();
  const [made, setMade] = useState<JoinToken | null>(null);
  if (made) {
    return (
      <Modal isOpen variant="medium" onClose={onClose} aria-label={t('join.title')}>
        <ModalHeader title={t('join.run', { region: region.name })} description={t('join.once')} />
        <ModalBody>
          <div data-testid="join-command">
            <CopyBlock code={made.command} label={t('join.command')} />
          </div>
          <p className="m-hint m-gap-top">
            {t('join.uses', { count: made.uses })} {t('join.expires')} <When at={made.expiresAt} />.
          </p>
        </ModalBody>
        <ModalFooter>
          <Button onClick={onClose}>{t('action.done')}</Button>
        </ModalFooter>
      </Modal>
    );
  }
  return (
    <RecordDialog
      title={t('join.title')}
      description={t('join.help')}
      submit={t('join.make')}
      fields={[
        {
          name: 'uses',
          label: t('join.howMany'),
          type: 'number',
          initial: '1',
          required: true,
          wrong: (value) => (/^[1-9]\d{0,3}$/.test(value) ? null : t('join.howManyWrong')),
        },
        {
          name: 'expiresIn',
          label: t('join.lifetime'),
          initial: 'PT1H',
          choices: LIFETIMES.map((value) => ({ value, label: t(`join.${value}`) })),
        },
        { name: 'zone', label: t('join.zone'), help: t('join.zoneHelp') },
      ]}
      send={async ({ uses, expiresIn, zone }) => {
        const body = { uses: Number(uses), expiresIn, zone: zone || undefined };
        const path = `/regions/${encodeURIComponent(region.name)}/join-tokens`;
        return (await call<JoinToken>(path, { method: 'POST', body })).value;
      }}
      onDone={setMade}
      onClose={onClose}
    />
  );
}
