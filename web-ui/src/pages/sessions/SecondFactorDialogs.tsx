import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { beginSecondFactor, confirmSecondFactor, disableSecondFactor } from '../../api/accounts';
import type { SecondFactorOffer } from '../../api/types';
import { CopyBlock } from '../../ui/Copyable';
import { RecordDialog } from '../../ui/RecordDialog';
import { ShownOnce } from '../../ui/ShownOnce';
import { QrImage } from './QrImage';

/** Other sign-ins have ended, too; and what was refused without a second factor is not any more. */
function useReadAnew() {
  const client = useQueryClient();
  return () => client.invalidateQueries();
}

/** The password, then the QR code and a code of it, then the recovery codes. */
export function EnrolSecondFactor({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const readAnew = useReadAnew();
  const [offer, setOffer] = useState<SecondFactorOffer | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes !== null) {
    return (
      <ShownOnce
        title={t('secondFactor.codesTitle')}
        description={t('secondFactor.codesBody')}
        values={[{ label: t('secondFactor.codes'), value: codes.join('\n'), testId: 'recovery-codes' }]}
        onClose={() => {
          onClose();
          void readAnew();
        }}
      />
    );
  }
  if (offer !== null) {
    return (
      <RecordDialog
        key="code"
        title={t('secondFactor.scanTitle')}
        description={t('secondFactor.scanBody')}
        submit={t('secondFactor.confirm')}
        fields={[{ name: 'code', label: t('secondFactor.code'), required: true }]}
        send={({ code }) => confirmSecondFactor(code)}
        onDone={({ recoveryCodes }) => setCodes(recoveryCodes)}
        onClose={onClose}
      >
        <QrImage rows={offer.qrCode} label={t('secondFactor.qr')} />
        <div data-testid="second-factor-secret">
          <div className="m-small-title">{t('secondFactor.secret')}</div>
          <CopyBlock code={offer.secret} label={t('secondFactor.secret')} />
        </div>
      </RecordDialog>
    );
  }
  return (
    <RecordDialog
      key="password"
      title={t('secondFactor.enrolTitle')}
      description={t('secondFactor.enrolBody')}
      submit={t('secondFactor.goOn')}
      fields={[{ name: 'password', label: t('secondFactor.password'), type: 'password', required: true }]}
      send={({ password }) => beginSecondFactor(password)}
      onDone={setOffer}
      onClose={onClose}
    />
  );
}

/** The password proves who asks. */
export function DisableSecondFactor({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const readAnew = useReadAnew();
  return (
    <RecordDialog
      title={t('secondFactor.disableTitle')}
      description={t('secondFactor.disableBody')}
      submit={t('secondFactor.disable')}
      fields={[{ name: 'password', label: t('secondFactor.password'), type: 'password', required: true }]}
      send={({ password }) => disableSecondFactor(password)}
      onDone={async () => {
        onClose();
        await readAnew();
      }}
      onClose={onClose}
    />
  );
}
