import { Button, Label, LabelGroup, SearchInput, Skeleton } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { packagesQuery } from '../../api/queries';
import { useList } from '../../api/useList';
import { scopeRoot } from '../../scope/scope';
import { useCan } from '../../shell/useCan';
import { useScope } from '../../shell/useScope';
import { EmptyHint, PageFrame } from '../../ui/Frame';
import { CatalogIcon } from '../../ui/icons';
import { PackageMark } from '../../ui/PackageMark';
import { StaleNote } from '../../ui/Loaded';
import { Pager } from '../../ui/Pager';
import { PageProblem } from '../../ui/ProblemPanel';
import { useDebounced } from '../../ui/useDebounced';

export function CatalogPage() {
  const { t } = useTranslation();
  const scope = useScope();
  const [params, setParams] = useSearchParams();
  const search = params.get('q') ?? '';
  const tag = params.get('tag');
  const packages = useList(packagesQuery(useDebounced(search, 200)));
  const mayPublish = useCan(scope, 'package:publish');
  const all = packages.rows;
  const shown = all?.filter((one) => tag === null || one.tags.includes(tag));
  const tags = [...new Set((all ?? []).flatMap((one) => one.tags))].sort();
  const change = (name: string, value: string | null) => {
    const next = new URLSearchParams(params);
    if (value) next.set(name, value);
    else next.delete(name);
    setParams(next, { replace: true });
  };

  return (
    <PageFrame title={t('nav.catalog')} lead={t('catalog.lead')}>
      <div className="m-stack">
        <div className="m-catalog-tools">
          <SearchInput
            value={search}
            onChange={(_, value) => change('q', value)}
            onClear={() => change('q', null)}
            placeholder={t('catalog.search')}
            aria-label={t('catalog.search')}
          />
          {tags.length > 0 && (
            <LabelGroup categoryName={t('catalog.tags')} numLabels={12}>
              {tags.map((one) => (
                <Label
                  key={one}
                  isCompact
                  variant={one === tag ? 'filled' : 'outline'}
                  color={one === tag ? 'blue' : 'grey'}
                  onClick={() => change('tag', one === tag ? null : one)}
                >
                  {one}
                </Label>
              ))}
            </LabelGroup>
          )}
        </div>
        <StaleNote query={packages.query} />
        {packages.query.error && all === undefined ? (
          <PageProblem error={packages.query.error} onRetry={() => void packages.query.refetch()} />
        ) : shown?.length === 0 ? (
          <div className="m-card">
            {search || tag ? (
              <EmptyHint
                title={t('list.noMatch')}
                body={t('list.noMatchBody')}
                icon={CatalogIcon}
                action={
                  <Button variant="link" onClick={() => setParams({})}>
                    {t('list.clear')}
                  </Button>
                }
              />
            ) : (
              <EmptyHint
                title={t('catalog.emptyTitle')}
                body={mayPublish ? t('catalog.emptyPublisher') : t('catalog.emptyBody')}
                icon={CatalogIcon}
              />
            )}
          </div>
        ) : (
          <div className="m-grid-cards" data-testid="catalog">
            {shown
              ? shown.map((one) => (
                  <article key={one.name} className="m-card m-package">
                    <div className="m-package-head">
                      <PackageMark icon={one.icon} />
                      <div>
                        <h2 className="m-card-name">
                          <Link
                            className="m-cover"
                            to={`${scopeRoot(scope)}/catalog/${one.name}`}
                            data-testid={`package-${one.name}`}
                          >
                            {one.name}
                          </Link>
                        </h2>
                        <span className="m-hint m-figures">
                          {one.version}
                          {one.versions.length > 1 &&
                            ` · ${t('catalog.versions', { count: one.versions.length })}`}
                        </span>
                      </div>
                    </div>
                    <p>{one.summary}</p>
                    <div className="m-tags">
                      {one.tags.map((each) => (
                        <Label key={each} isCompact variant="outline">
                          {each}
                        </Label>
                      ))}
                    </div>
                  </article>
                ))
              : [1, 2, 3].map((one) => (
                  <div key={one} className="m-card">
                    <Skeleton height="9rem" screenreaderText={one === 1 ? t('shell.loading') : ''} />
                  </div>
                ))}
          </div>
        )}
        <Pager
          label={t('nav.catalog')}
          page={packages.page}
          next={packages.next}
          previous={packages.previous}
        />
      </div>
    </PageFrame>
  );
}
