import { Checkbox, FormHelperText, HelperText, HelperTextItem } from '@patternfly/react-core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { grouped, groupName, permissionName } from './permissionGroups';

interface PermissionsFieldProps {
  /** What the author may put in. What is chosen already and is not theirs can only be taken out. */
  mine: string[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
  error?: string | undefined;
}

/** What a role gives, as boxes to tick by what they are about. */
export function PermissionsField({ mine, chosen, onChange, error }: PermissionsFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const toggle = (permission: string, on: boolean) =>
    onChange(on ? [...chosen, permission] : chosen.filter((one) => one !== permission));
  return (
    <div
      role="group"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-note`}
      className="m-permissions"
    >
      <div className="m-strong" id={`${id}-title`}>
        {t('roles.permissions')}
      </div>
      <div className="m-permission-groups">
        {grouped([...mine, ...chosen]).map(({ resource, permissions }) => (
          <fieldset key={resource}>
            <legend className="m-small-title">{groupName(t, resource)}</legend>
            {permissions.map((permission) => (
              <Checkbox
                key={permission}
                id={`${id}-${permission}`}
                label={permissionName(t, permission)}
                description={mine.includes(permission) ? <code>{permission}</code> : t('roles.notYours')}
                isChecked={chosen.includes(permission)}
                onChange={(_, on) => toggle(permission, on)}
                data-testid={`permission-${permission}`}
              />
            ))}
          </fieldset>
        ))}
      </div>
      <FormHelperText>
        <HelperText id={`${id}-note`}>
          <HelperTextItem variant={error ? 'error' : 'default'}>
            {error ?? t('roles.chosen', { count: chosen.length })}
          </HelperTextItem>
        </HelperText>
      </FormHelperText>
    </div>
  );
}
