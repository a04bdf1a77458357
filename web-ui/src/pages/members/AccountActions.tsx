import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { resetSecondFactor, setAccountDisabled } from '../../api/accounts';
import type { Me, Member } from '../../api/types';
import { useReadAgain } from '../../api/useReadAgain';
import { can } from '../../scope/permissions';
import { PLATFORM } from '../../scope/scope';
import { ActionsMenu } from '../../ui/ActionsMenu';
import { ConfirmDialog } from '../../ui/ConfirmDialog';

type Verb = 'disable' | 'enable' | 'resetSecondFactor';

/** What an administrator of the platform may do to somebody else's account. */
export function accountVerbs(me: Me, member: Member): Verb[] {
  if (!can(me, PLATFORM, 'member:write') || member.kind === 'group' || member.id === me.id) return [];
  const state = member.disabled ? 'enable' : 'disable';
  return member.kind === 'person' ? [state, 'resetSecondFactor'] : [state];
}

interface AccountProps {
  member: Member;
  verbs: Verb[];
}

/** The verbs behind three dots, for a line of a list. */
export function AccountMenu({ member, verbs }: AccountProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Verb | null>(null);
  return (
    <>
      <ActionsMenu
        label={t('account.actions', { name: member.username })}
        actions={verbs.map((verb) => ({
          text: t(`account.${verb}`),
          onClick: () => setAsked(verb),
          danger: verb !== 'enable',
          testId: `account-${verb}`,
        }))}
      />
      {asked && <AccountDialog member={member} verb={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

/** The same as buttons, for the panel about somebody. */
export function AccountButtons({ member, verbs }: AccountProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Verb | null>(null);
  return (
    <section aria-labelledby="account-verbs">
      <h3 id="account-verbs" className="m-small-title">
        {t('account.title')}
      </h3>
      <p className="m-hint">{t(member.disabled ? 'account.isDisabled' : 'account.isEnabled')}</p>
      <span className="m-buttons m-gap-top">
        {verbs.map((verb) => (
          <Button
            key={verb}
            variant="secondary"
            isDanger={verb !== 'enable'}
            onClick={() => setAsked(verb)}
            data-testid={`panel-${verb}`}
          >
            {t(`account.${verb}`)}
          </Button>
        ))}
      </span>
      {asked && <AccountDialog member={member} verb={asked} onClose={() => setAsked(null)} />}
    </section>
  );
}

function AccountDialog({ member, verb, onClose }: { member: Member; verb: Verb; onClose: () => void }) {
  const { t } = useTranslation();
  const readAgain = useReadAgain();
  const name = member.username;
  return (
    <ConfirmDialog
      danger={verb !== 'enable'}
      title={t(`account.${verb}Of`, { name })}
      submit={t(`account.${verb}`)}
      send={() =>
        verb === 'resetSecondFactor' ? resetSecondFactor(name) : setAccountDisabled(name, verb === 'disable')
      }
      onDone={() => readAgain('members', 'groups', 'service-accounts')}
      onClose={onClose}
    >
      <p>{t(`account.${verb}Effect`, { name })}</p>
    </ConfirmDialog>
  );
}
