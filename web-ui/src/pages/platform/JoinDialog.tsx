import { Button, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client';
import type { JoinToken, Region } from '../../api/types';
import { CopyBlock } from '../../ui/Copyable';
import { FormDialog } from '../../ui/FormDialog';
import { ChoiceField, TextField } from '../../ui/TextField';
import { When } from '../../ui/When';

const LIFETIMES = ['PT15M', 'PT1H', 'PT24H'] as const;

/** Makes a join token and shows, once, the line that a node is joined with. */
export function JoinDialog({ region, onClose }: { region: Region; onClose: () => void }) {
  const { t } = useTranslation();
  const [uses, setUses] = useState('1');
  const [expiresIn, setExpiresIn] = useState<(typeof LIFETIMES)[number]>('PT1H');
  const [zone, setZone] = useState('');
  const make = useMutation({
    mutationFn: async () => {
      const body = { uses: Number(uses), expiresIn, zone: zone || undefined };
      const path = `/regions/${encodeURIComponent(region.name)}/join-tokens`;
      return (await call<JoinToken>(path, { method: 'POST', body })).value;
    },
  });

  if (make.data) {
    return (
      <Modal isOpen variant="medium" onClose={onClose} aria-label={t('join.title')}>
        <ModalHeader title={t('join.run', { region: region.name })} description={t('join.once')} />
        <ModalBody>
          <CopyBlock code={make.data.command} label={t('join.command')} />
          <p className="m-hint m-gap-top">
            {t('join.uses', { count: make.data.uses })} {t('join.expires')} <When at={make.data.expiresAt} />.
          </p>
        </ModalBody>
        <ModalFooter>
          <Button onClick={onClose}>{t('action.done')}</Button>
        </ModalFooter>
      </Modal>
    );
  }
  const usesOk = /^[1-9]\d{0,3}$/.test(uses);
  return (
    <FormDialog
      title={t('join.title')}
      description={t('join.help')}
      submit={t('join.make')}
      busy={make.isPending}
      disabled={!usesOk}
      error={make.error}
      onSubmit={() => make.mutate()}
      onClose={onClose}
    >
      <TextField
        label={t('join.howMany')}
        type="number"
        value={uses}
        onChange={setUses}
        error={usesOk ? undefined : t('join.howManyWrong')}
      />
      <ChoiceField
        label={t('join.lifetime')}
        value={expiresIn}
        onChange={setExpiresIn}
        choices={LIFETIMES.map((value) => ({ value, label: t(`join.${value}`) }))}
      />
      <TextField label={t('join.zone')} value={zone} onChange={setZone} help={t('join.zoneHelp')} />
    </FormDialog>
  );
}
