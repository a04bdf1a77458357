import type { ComponentType } from 'react';
import type { NavId } from '../scope/nav';
import {
  AuditIcon,
  CatalogIcon,
  DeletionsIcon,
  IdentityIcon,
  MembersIcon,
  NodesIcon,
  OverviewIcon,
  QuotaIcon,
  RegionsIcon,
  SecretsIcon,
  ServiceAccountsIcon,
  ServicesIcon,
  SettingsIcon,
  TenantsIcon,
  UsageIcon,
  VolumesIcon,
} from '../ui/icons';

/** The sign of each page, in the menu and in the palette. */
export const NAV_ICONS: Record<NavId, ComponentType> = {
  overview: OverviewIcon,
  regions: RegionsIcon,
  nodes: NodesIcon,
  tenants: TenantsIcon,
  services: ServicesIcon,
  catalog: CatalogIcon,
  volumes: VolumesIcon,
  secrets: SecretsIcon,
  quota: QuotaIcon,
  usage: UsageIcon,
  audit: AuditIcon,
  members: MembersIcon,
  'service-accounts': ServiceAccountsIcon,
  deletions: DeletionsIcon,
  identity: IdentityIcon,
  settings: SettingsIcon,
};
