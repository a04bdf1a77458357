import { useTranslation } from 'react-i18next';
import { ChoiceField } from '../../ui/TextField';
import { scopeName } from './permissionGroups';
import { RoleField } from './RoleField';
import type { RoleGift } from './useRoleGift';

/** The role that is given, and what it counts for. */
export function RoleGiftFields({
  gift,
  refused,
  testId,
}: {
  gift: RoleGift;
  refused: Record<string, string>;
  testId: string;
}) {
  const { t } = useTranslation();
  return (
    <>
      <RoleField
        givable={gift.givable}
        role={gift.role}
        onChange={gift.setRole}
        error={refused['/role']}
        testId={`${testId}-role`}
      />
      <ChoiceField
        label={t('members.countsFor')}
        value={gift.countsFor}
        onChange={gift.setCountsFor}
        choices={gift.scopes.map((one) => ({
          value: one,
          label: scopeName(t, one, null, gift.onPlatform),
        }))}
        error={refused['/scope']}
        testId={`${testId}-scope`}
      />
      {gift.countsFor === 'instance' && (
        <ChoiceField
          label={t('members.instance')}
          value={gift.instance ?? ''}
          onChange={gift.setInstance}
          choices={gift.instances.map((one) => ({ value: one, label: one }))}
          {...(gift.noInstances ? { help: t('members.instanceNone') } : {})}
          error={refused['/instance']}
          testId={`${testId}-instance`}
        />
      )}
    </>
  );
}
