import { Modal, ModalBody, ModalHeader, SearchInput } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useId, useState, type ComponentType, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { regionsQuery } from '../api/fleet';
import { instancesQuery, packagesQuery, tenantTreeQuery } from '../api/queries';
import { navFor, seesPlatform, tenantLink } from '../scope/nav';
import { can } from '../scope/permissions';
import { PLATFORM, instanceLink, scopeRoot, type Scope } from '../scope/scope';
import { CatalogIcon, RegionsIcon, ServicesIcon, TenantsIcon, UserIcon } from '../ui/icons';
import { NAV_ICONS } from './navIcons';
import { useMe } from './useMe';

interface Entry {
  id: string;
  label: string;
  kind: string;
  to: string;
  icon: ComponentType;
}

const SHOWN = 12;

/** Ctrl-K: every page, service, package, region and tenant that the person may open. */
export function CommandPalette({ scope, onClose }: { scope: Scope; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const listId = useId();
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(0);

  const instances = useQuery({
    ...instancesQuery(scope, {}).page(null),
    enabled: can(me, scope, 'instance:read'),
  });
  const packages = useQuery({ ...packagesQuery('').page(null), enabled: can(me, scope, 'package:read') });
  const regions = useQuery({ ...regionsQuery, enabled: can(me, PLATFORM, 'node:read') });
  const tenants = useQuery(tenantTreeQuery);

  const root = scopeRoot(scope);
  const all: Entry[] = [
    ...navFor(me, scope).map((page) => ({
      id: page.to,
      label: t(`nav.${page.id}`),
      kind: t('palette.page'),
      to: page.to,
      icon: NAV_ICONS[page.id],
    })),
    {
      id: 'sessions',
      label: t('user.sessions'),
      kind: t('palette.page'),
      to: '/sessions',
      icon: UserIcon,
    },
    ...(instances.data?.items ?? []).map((instance) => ({
      id: `i-${instance.id}`,
      label: instance.name,
      kind: t('palette.service', { tenant: instance.tenant.path }),
      to: instanceLink(instance.tenant.path, instance.name),
      icon: ServicesIcon,
    })),
    ...(packages.data?.items ?? []).map((one) => ({
      id: `p-${one.name}`,
      label: one.name,
      kind: t('palette.package'),
      to: `${root}/catalog/${one.name}`,
      icon: CatalogIcon,
    })),
    ...(regions.data ?? []).map((region) => ({
      id: `r-${region.id}`,
      label: region.name,
      kind: t('palette.region'),
      to: `/platform/regions/${region.name}`,
      icon: RegionsIcon,
    })),
    ...(seesPlatform(me) || tenants.data ? (tenants.data ?? []) : []).map((tenant) => ({
      id: `t-${tenant.id}`,
      label: tenant.path,
      kind: t('palette.tenant'),
      to: tenantLink(me, tenant.path) ?? scopeRoot({ kind: 'tenant', path: tenant.path }),
      icon: TenantsIcon,
    })),
  ];
  const wanted = search.trim().toLowerCase();
  const shown = all
    .filter((entry) => `${entry.label} ${entry.kind}`.toLowerCase().includes(wanted))
    .slice(0, SHOWN);
  const current = Math.min(active, Math.max(0, shown.length - 1));

  const open = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    void navigate(entry.to);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive(Math.min(current + 1, shown.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(current - 1, 0));
    else if (event.key === 'Enter') open(shown[current]);
    else return;
    event.preventDefault();
  };

  return (
    <Modal
      isOpen
      onClose={onClose}
      variant="medium"
      position="top"
      aria-label={t('palette.title')}
      className="m-palette"
      elementToFocus=".m-palette input"
    >
      <ModalHeader title={t('palette.title')} description={t('palette.hint')} />
      <ModalBody>
        <SearchInput
          value={search}
          onChange={(_, value) => {
            setSearch(value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          placeholder={t('palette.placeholder')}
          aria-label={t('palette.placeholder')}
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={shown[current] ? `${listId}-${current}` : ''}
        />
        <div id={listId} role="listbox" aria-label={t('palette.results')} className="m-palette-list">
          {shown.map((entry, index) => (
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the combobox above has the keys
            <div
              key={entry.id}
              id={`${listId}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === current}
              onClick={() => open(entry)}
              onMouseMove={() => setActive(index)}
            >
              <entry.icon />
              <span className="m-palette-label">{entry.label}</span>
              <span className="m-muted">{entry.kind}</span>
            </div>
          ))}
        </div>
        {shown.length === 0 && <p className="m-muted m-palette-none">{t('palette.none')}</p>}
      </ModalBody>
    </Modal>
  );
}
