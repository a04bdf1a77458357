import {
  Avatar,
  Divider,
  Dropdown,
  DropdownGroup,
  DropdownItem,
  DropdownList,
  MenuToggle,
} from '@patternfly/react-core';
import { useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { csrf } from '../api/client';
import { DarkIcon, LightIcon, SystemIcon, UserIcon } from '../ui/icons';
import { setTheme, useTheme, type Theme } from './theme';
import { useMe } from './useMe';
import { roleName } from '../ui/roleName';

const THEMES: { id: Theme; icon: typeof LightIcon }[] = [
  { id: 'system', icon: SystemIcon },
  { id: 'light', icon: LightIcon },
  { id: 'dark', icon: DarkIcon },
];

async function signOut(): Promise<void> {
  const token = csrf();
  try {
    await fetch('/logout', {
      method: 'POST',
      credentials: 'same-origin',
      headers: token ? { 'X-CSRF-TOKEN': token } : {},
      redirect: 'manual',
    });
  } finally {
    // Whatever was answered: the page starts anew, and /me decides whether somebody is still signed in.
    window.location.assign('/signin');
  }
}

export function UserMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const theme = useTheme();
  const [open, setOpen] = useState(false);
  const roles = me.bindings.map((binding) => {
    const role = roleName(t, binding.role);
    return binding.tenant ? t('user.roleIn', { role, tenant: binding.tenant.path }) : role;
  });
  return (
    <Dropdown
      isOpen={open}
      onOpenChange={setOpen}
      popperProps={{ position: 'right', appendTo: 'inline' }}
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          isExpanded={open}
          onClick={() => setOpen(!open)}
          variant="plainText"
          aria-label={t('user.menu', { name: me.displayName })}
          icon={<Avatar alt="" size="sm" src={initialsImage(me.displayName || me.username)} />}
          data-testid="user-menu"
        >
          <span className="m-user-name">{me.displayName || me.username}</span>
        </MenuToggle>
      )}
    >
      <DropdownGroup label={me.username} labelHeadingLevel="h2">
        <div className="m-user-roles">
          <UserIcon /> {roles.join(', ')}
        </div>
      </DropdownGroup>
      <Divider />
      <DropdownGroup label={t('user.theme')} labelHeadingLevel="h2">
        <DropdownList>
          {THEMES.map(({ id, icon: Icon }) => (
            <DropdownItem key={id} icon={<Icon />} isSelected={theme === id} onClick={() => setTheme(id)}>
              {t(`theme.${id}`)}
            </DropdownItem>
          ))}
        </DropdownList>
      </DropdownGroup>
      <Divider />
      <DropdownList>
        <DropdownItem
          // A link that a new tab can open, and that does not load the whole application anew.
          to="/sessions"
          onClick={(event: MouseEvent) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            setOpen(false);
            void navigate('/sessions');
          }}
          data-testid="sessions-link"
        >
          {t('user.sessions')}
        </DropdownItem>
        <DropdownItem onClick={() => void signOut()} data-testid="sign-out">
          {t('user.signOut')}
        </DropdownItem>
      </DropdownList>
    </Dropdown>
  );
}

function initialsImage(name: string): string {
  const initials = name
    .split(/[\s._-]+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="#3b48c9"/><text x="20" y="26" text-anchor="middle" font-family="sans-serif" font-size="16" font-weight="600" fill="#fff">${initials}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
