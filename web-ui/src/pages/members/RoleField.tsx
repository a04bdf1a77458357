import { useTranslation } from 'react-i18next';
import type { Role } from '../../api/types';
import { roleName } from '../../ui/roleName';
import { ChoiceField } from '../../ui/TextField';

interface RoleFieldProps {
  givable: Role[];
  role: Role | undefined;
  onChange: (name: string) => void;
  error: string | undefined;
  testId: string;
}

/** The role that is given, of those that may be. */
export function RoleField({ givable, role, onChange, error, testId }: RoleFieldProps) {
  const { t } = useTranslation();
  return (
    <ChoiceField
      label={t('members.role')}
      value={role?.name ?? ''}
      onChange={onChange}
      // None stands there by itself: what is given is chosen.
      choices={[
        { value: '', label: t('members.chooseRole') },
        ...givable.map((one) => ({ value: one.name, label: roleName(t, one.name) })),
      ]}
      help={role && role.description !== '' ? role.description : t('members.roleHelp')}
      error={error}
      testId={testId}
    />
  );
}
