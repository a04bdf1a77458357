import {
  createBrowserRouter,
  Navigate,
  Outlet,
  useLocation,
  useParams,
  type RouteObject,
} from 'react-router';
import type { ComponentType } from 'react';
import { NotFound, RouteProblem } from './shell/RouteProblem';
import { Home, RequireSignIn } from './shell/RequireSignIn';
import { Shell } from './shell/Shell';

/** A route whose code is fetched when it is first opened. */
function page(path: string, load: () => Promise<ComponentType>): RouteObject {
  return { path, lazy: async () => ({ Component: await load() }) };
}

const catalog = [
  page('catalog', async () => (await import('./pages/catalog/CatalogPage')).CatalogPage),
  page('catalog/:package', async () => (await import('./pages/catalog/PackagePage')).PackagePage),
];
const serviceAccounts = page(
  'service-accounts',
  async () => (await import('./pages/serviceAccounts/ServiceAccountsPage')).ServiceAccountsPage,
);
const usage = page('usage', async () => (await import('./pages/usage/UsagePage')).UsagePage);

const audit = page('audit', async () => (await import('./pages/audit/AuditPage')).AuditPage);
const members = page('members', async () => (await import('./pages/members/MembersPage')).MembersPage);

/** Everything of one scope is made anew when the scope changes: no filter or draft leaks into another tenant. */
function ScopeOutlet() {
  const { tenant } = useParams();
  return <Outlet key={tenant ?? 'platform'} />;
}

function ToOverview() {
  const { pathname } = useLocation();
  return <Navigate to={`${pathname.replace(/\/$/, '')}/overview`} replace />;
}

export const routes: RouteObject[] = [
  page('/invitation', async () => (await import('./pages/invitation/InvitationPage')).InvitationPage),
  page('/signin', async () => (await import('./pages/SignInPage')).SignInPage),
  {
    element: (
      <RequireSignIn>
        <Shell />
      </RequireSignIn>
    ),
    errorElement: <RouteProblem />,
    children: [
      {
        errorElement: <RouteProblem />,
        children: [
          { path: '/', element: <Home /> },
          page('/sessions', async () => (await import('./pages/sessions/SessionsPage')).SessionsPage),
          {
            path: '/platform',
            element: <ScopeOutlet />,
            children: [
              { index: true, element: <ToOverview /> },
              page(
                'overview',
                async () => (await import('./pages/platform/PlatformOverviewPage')).PlatformOverviewPage,
              ),
              page('regions', async () => (await import('./pages/platform/RegionsPage')).RegionsPage),
              page('regions/:region', async () => (await import('./pages/platform/RegionPage')).RegionPage),
              page('nodes', async () => (await import('./pages/platform/NodesPage')).NodesPage),
              page('tenants', async () => (await import('./pages/platform/TenantsPage')).TenantsPage),
              page('services', async () => (await import('./pages/tenant/ServicesPage')).ServicesPage),
              ...catalog,
              members,
              serviceAccounts,
              page('deletions', async () => (await import('./pages/deletions/DeletionsPage')).DeletionsPage),
              page('identity', async () => (await import('./pages/identity/IdentityPage')).IdentityPage),
              page(
                'settings',
                async () => (await import('./pages/keys/PlatformSettingsPage')).PlatformSettingsPage,
              ),
              usage,
              audit,
            ],
          },
          {
            path: '/t/:tenant',
            element: <ScopeOutlet />,
            children: [
              { index: true, element: <ToOverview /> },
              page(
                'overview',
                async () => (await import('./pages/tenant/TenantOverviewPage')).TenantOverviewPage,
              ),
              page('services', async () => (await import('./pages/tenant/ServicesPage')).ServicesPage),
              page(
                'services/:name',
                async () => (await import('./pages/instance/InstancePage')).InstancePage,
              ),
              page(
                'services/:name/:tab',
                async () => (await import('./pages/instance/InstancePage')).InstancePage,
              ),
              ...catalog,
              page(
                'catalog/:package/install',
                async () => (await import('./pages/install/InstallPage')).InstallPage,
              ),
              page('volumes', async () => (await import('./pages/tenant/VolumesPage')).VolumesPage),
              serviceAccounts,
              page('secrets', async () => (await import('./pages/secrets/SecretsPage')).SecretsPage),
              members,
              page(
                'settings',
                async () => (await import('./pages/tenants/TenantSettingsPage')).TenantSettingsPage,
              ),
              page('quota', async () => (await import('./pages/tenant/QuotaPage')).QuotaPage),
              usage,
              audit,
            ],
          },
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
];

export const createRouter = () => createBrowserRouter(routes);
