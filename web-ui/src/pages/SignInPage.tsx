import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useSearchParams } from 'react-router';
import { meQuery, versionQuery } from '../api/queries';
import { Mark } from '../shell/Mark';
import { safeReturn } from './returnTo';
import { CatalogIcon, RegionsIcon, SearchIcon } from '../ui/icons';

const POINTS = [
  { id: 'everywhere', icon: RegionsIcon },
  { id: 'selfService', icon: CatalogIcon },
  { id: 'why', icon: SearchIcon },
] as const;

export function SignInPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const returnTo = safeReturn(params.get('returnTo'));
  const me = useQuery(meQuery);
  const version = useQuery({ ...versionQuery, retry: false });
  useEffect(() => {
    document.title = `${t('signIn.title')} · Meridian`;
  }, [t]);
  if (me.data) return <Navigate to={returnTo} replace />;
  return (
    <div className="m-signin">
      <main className="m-signin-main">
        <div className="m-signin-brand">
          <Mark size={44} />
          <span>Meridian</span>
        </div>
        <h1>{t('signIn.headline')}</h1>
        <p className="m-signin-lead">{t('signIn.lead')}</p>
        <Button
          variant="primary"
          size="lg"
          component="a"
          href={`/login/start?returnTo=${encodeURIComponent(returnTo)}`}
          data-testid="sign-in"
        >
          {t('signIn.action')}
        </Button>
        <p className="m-signin-note">{t('signIn.note')}</p>
        <ul className="m-signin-points">
          {POINTS.map(({ id, icon: Icon }) => (
            <li key={id}>
              <span className="m-signin-icon" aria-hidden="true">
                <Icon />
              </span>
              <div>
                <h2>{t(`signIn.${id}`)}</h2>
                <p>{t(`signIn.${id}Body`)}</p>
              </div>
            </li>
          ))}
        </ul>
        <p className="m-signin-version">
          {version.data ? t('shell.version', { version: version.data.version }) : ''}
        </p>
      </main>
      <div className="m-signin-art" aria-hidden="true">
        <Globe />
      </div>
    </div>
  );
}

/** Regions on a globe, linked: drawn, so that nothing is fetched. */
function Globe() {
  const places = [
    [150, 150, 'hq'],
    [292, 118, 'aws-eu-west-1'],
    [250, 262, 'edge-paris'],
    [118, 282, 'gcp-north'],
    [344, 218, 'azure-west'],
  ] as const;
  const links = [
    [0, 1],
    [0, 2],
    [1, 2],
    [2, 3],
    [1, 4],
    [0, 3],
  ] as const;
  return (
    <svg viewBox="0 0 440 400" className="m-globe">
      <g fill="none" stroke="currentColor" strokeOpacity=".28" strokeWidth="1.5">
        <circle cx="220" cy="200" r="170" />
        <ellipse cx="220" cy="200" rx="120" ry="170" />
        <ellipse cx="220" cy="200" rx="58" ry="170" />
        <path d="M50 200h340M72 118h296M72 282h296" />
      </g>
      <g fill="none" stroke="#7ff0d2" strokeWidth="1.5" strokeOpacity=".8">
        {links.map(([a, b]) => {
          const [x1, y1] = places[a];
          const [x2, y2] = places[b];
          return (
            <path
              key={`${a}${b}`}
              d={`M${x1} ${y1}Q${(x1 + x2) / 2} ${(y1 + y2) / 2 - 34} ${x2} ${y2}`}
              strokeDasharray="4 5"
            />
          );
        })}
      </g>
      {places.map(([x, y, name]) => (
        <g key={name}>
          <circle cx={x} cy={y} r="15" fill="#7ff0d2" fillOpacity=".16" />
          <circle cx={x} cy={y} r="6" fill="#7ff0d2" />
          <text x={x + 14} y={y - 10} fill="currentColor" fontSize="13" fontWeight="500">
            {name}
          </text>
        </g>
      ))}
    </svg>
  );
}
