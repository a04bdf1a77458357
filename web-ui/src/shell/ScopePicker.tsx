import {
  Dropdown,
  DropdownItem,
  DropdownList,
  Divider,
  MenuSearch,
  MenuSearchInput,
  MenuToggle,
  SearchInput,
} from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { tenantTreeQuery } from '../api/queries';
import { navFor, seesPlatform } from '../scope/nav';
import { PLATFORM, scopeOf, scopeRoot, type Scope } from '../scope/scope';
import { PlatformIcon, TenantsIcon } from '../ui/icons';
import { filterTree, tenantTree } from './tenantTree';
import { useMe } from './useMe';

const SHOWN = 200;

/** Chooses the platform or a tenant; stays on the page of the same name where the new scope has it. */
export function ScopePicker() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const scope = scopeOf(pathname);
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState('');
  const tenants = useQuery(tenantTreeQuery);

  const known =
    tenants.data ??
    me.bindings.flatMap(({ tenant }) =>
      tenant ? [{ path: tenant.path, name: tenant.path.split('/').at(-1) ?? tenant.path }] : [],
    );
  const entries = filterTree(tenantTree(known), search);
  const platform =
    seesPlatform(me) && t('scope.platform').toLowerCase().includes(search.trim().toLowerCase());

  const choose = (next: Scope) => {
    setOpen(false);
    setSearch('');
    const pages = navFor(me, next);
    const page = pathname.split('/')[scope?.kind === 'tenant' ? 3 : 2];
    const target = pages.find((one) => one.id === page) ?? pages[0];
    void navigate(target?.to ?? scopeRoot(next));
  };

  const label =
    scope === null ? t('scope.choose') : scope.kind === 'platform' ? t('scope.platform') : scope.path;
  return (
    <Dropdown
      isOpen={open}
      onOpenChange={setOpen}
      onOpenChangeKeys={['Escape']}
      isScrollable
      popperProps={{ appendTo: 'inline' }}
      className="m-scope-menu"
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          onClick={() => setOpen(!open)}
          isExpanded={open}
          className="m-scope-toggle"
          icon={scope?.kind === 'tenant' ? <TenantsIcon /> : <PlatformIcon />}
          aria-label={t('scope.pick', { current: label })}
          data-testid="scope-picker"
        >
          <span className="m-scope-name">{label}</span>
        </MenuToggle>
      )}
    >
      <MenuSearch>
        <MenuSearchInput>
          <SearchInput
            value={search}
            onChange={(_, value) => setSearch(value)}
            onClear={() => setSearch('')}
            placeholder={t('scope.search')}
            aria-label={t('scope.search')}
          />
        </MenuSearchInput>
      </MenuSearch>
      <Divider />
      <DropdownList>
        {platform && (
          <DropdownItem
            icon={<PlatformIcon />}
            isSelected={scope?.kind === 'platform'}
            onClick={() => choose(PLATFORM)}
          >
            {t('scope.platform')}
          </DropdownItem>
        )}
        {entries.slice(0, SHOWN).map((entry) => (
          <DropdownItem
            key={entry.path}
            icon={<TenantsIcon />}
            style={{ paddingInlineStart: `${entry.depth * 1.25}rem` }}
            isSelected={scope?.kind === 'tenant' && scope.path === entry.path}
            onClick={() => choose({ kind: 'tenant', path: entry.path })}
            {...(entry.depth > 0 ? { 'aria-label': entry.path } : {})}
          >
            {entry.name}
          </DropdownItem>
        ))}
        {entries.length === 0 && !platform && <DropdownItem isDisabled>{t('scope.none')}</DropdownItem>}
        {entries.length > SHOWN && (
          <DropdownItem isDisabled>{t('scope.more', { number: entries.length - SHOWN })}</DropdownItem>
        )}
      </DropdownList>
    </Dropdown>
  );
}
