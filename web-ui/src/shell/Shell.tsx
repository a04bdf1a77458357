import {
  Alert,
  Button,
  Masthead,
  MastheadBrand,
  MastheadContent,
  MastheadLogo,
  MastheadMain,
  MastheadToggle,
  Nav,
  NavItem,
  NavList,
  Page,
  PageSidebar,
  PageSidebarBody,
  PageToggleButton,
  SkipToContent,
  Toolbar,
  ToolbarContent,
  ToolbarGroup,
  ToolbarItem,
} from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import { versionQuery } from '../api/queries';
import { useLive } from '../api/live';
import { navFor } from '../scope/nav';
import { mayFollow } from '../scope/permissions';
import { PLATFORM, scopeOf } from '../scope/scope';
import { Skeletons } from '../ui/Frame';
import { SearchIcon } from '../ui/icons';
import { Mark } from './Mark';
import { NAV_ICONS } from './navIcons';
import { ScopePicker } from './ScopePicker';
import { SuspendedBanner } from './SuspendedBanner';
import { UserMenu } from './UserMenu';
import { ViewingBanner } from './ViewingBanner';
import { useMe } from './useMe';

const CommandPalette = lazy(() => import('./CommandPalette').then((m) => ({ default: m.CommandPalette })));

const MAIN = 'main';

export function Shell() {
  const { t } = useTranslation();
  const me = useMe();
  const { pathname } = useLocation();
  const scope = scopeOf(pathname);
  const connection = useLive(scope !== null && mayFollow(me, scope) ? scope : null);
  const version = useQuery(versionQuery);
  const [palette, setPalette] = useState(false);
  const [sidebar, setSidebar] = useState(() => window.innerWidth >= 1200);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setPalette(true);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  const masthead = (
    <Masthead display={{ default: 'inline' }}>
      <MastheadMain>
        <MastheadToggle>
          <PageToggleButton
            isHamburgerButton
            aria-label={t('shell.navToggle')}
            isSidebarOpen={sidebar}
            onSidebarToggle={() => setSidebar(!sidebar)}
          />
        </MastheadToggle>
        <MastheadBrand>
          <MastheadLogo component={(props) => <Link {...props} to="/" aria-label={t('shell.home')} />}>
            <span className="m-brand">
              <Mark />
              <span className="m-brand-name">Meridian</span>
            </span>
          </MastheadLogo>
        </MastheadBrand>
      </MastheadMain>
      <MastheadContent>
        <Toolbar isStatic>
          <ToolbarContent>
            <ToolbarItem>
              <ScopePicker />
            </ToolbarItem>
            <ToolbarGroup align={{ default: 'alignEnd' }} gap={{ default: 'gapSm' }}>
              <ToolbarItem>
                <Button
                  variant="plain"
                  icon={<SearchIcon />}
                  className="m-search-button"
                  onClick={() => setPalette(true)}
                >
                  <span className="m-search-text">{t('palette.button')}</span>{' '}
                  <kbd className="m-search-text">Ctrl K</kbd>
                </Button>
              </ToolbarItem>
              <ToolbarItem>
                <UserMenu />
              </ToolbarItem>
            </ToolbarGroup>
          </ToolbarContent>
        </Toolbar>
      </MastheadContent>
    </Masthead>
  );

  const pages = scope ? navFor(me, scope) : [];
  const closeOnNarrow = () => {
    if (window.innerWidth < 1200) setSidebar(false);
  };
  const navigation = (
    <PageSidebar isSidebarOpen={sidebar}>
      <PageSidebarBody isFilled>
        <Nav aria-label={t('shell.nav')}>
          <NavList>
            {pages.map(({ id, to }) => {
              const Icon = NAV_ICONS[id];
              const here = pathname === to || pathname.startsWith(to + '/');
              return (
                <NavItem key={id} isActive={here} onClick={closeOnNarrow}>
                  <Link to={to} {...(here ? { 'aria-current': 'page' as const } : {})}>
                    <span className="m-nav-icon" aria-hidden="true">
                      <Icon />
                    </span>
                    {t(`nav.${id}`)}
                  </Link>
                </NavItem>
              );
            })}
          </NavList>
        </Nav>
      </PageSidebarBody>
      {version.data && (
        <PageSidebarBody isFilled={false} className="m-version">
          <footer>{t('shell.version', { version: version.data.version })}</footer>
        </PageSidebarBody>
      )}
    </PageSidebar>
  );

  return (
    <Page
      masthead={masthead}
      sidebar={navigation}
      mainContainerId={MAIN}
      isContentFilled
      // What is shown, which is behind the address while a page's code is loaded.
      data-path={pathname}
      skipToContent={<SkipToContent href={`#${MAIN}`}>{t('shell.skip')}</SkipToContent>}
    >
      <ViewingBanner />
      {connection === 'lost' && (
        <Alert
          variant="warning"
          isInline
          isPlain={false}
          title={t('shell.lost')}
          className="m-lost"
          component="p"
          role="status"
        >
          {t('shell.lostBody')}
        </Alert>
      )}
      {scope !== null && <SuspendedBanner scope={scope} />}
      <Suspense
        fallback={
          <div className="m-body">
            <Skeletons label={t('shell.loading')} />
          </div>
        }
      >
        <Outlet />
      </Suspense>
      {palette && (
        <Suspense fallback={null}>
          <CommandPalette scope={scope ?? PLATFORM} onClose={() => setPalette(false)} />
        </Suspense>
      )}
    </Page>
  );
}
