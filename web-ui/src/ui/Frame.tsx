import {
  Breadcrumb,
  BreadcrumbItem,
  Content,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  EmptyStateFooter,
  Flex,
  FlexItem,
  PageSection,
  Skeleton,
  Title,
} from '@patternfly/react-core';
import { useEffect, type ComponentType, type ReactNode } from 'react';
import { Link } from 'react-router';

interface PageFrameProps {
  title: string;
  /** What stands before the title, such as an icon. */
  mark?: ReactNode;
  /** What stands beside the title, such as a state. */
  beside?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  crumbs?: { to: string; label: string }[];
  children: ReactNode;
}

/** The head and body of every page; sets the document's title. */
export function PageFrame({ title, mark, beside, lead, actions, crumbs, children }: PageFrameProps) {
  useEffect(() => {
    document.title = `${title} · Meridian`;
  }, [title]);
  return (
    <>
      <PageSection hasBodyWrapper={false} className="m-head">
        {crumbs && (
          <Breadcrumb className="m-crumbs">
            {crumbs.map((crumb) => (
              <BreadcrumbItem
                key={crumb.to}
                render={({ className }) => (
                  <Link className={className} to={crumb.to}>
                    {crumb.label}
                  </Link>
                )}
              />
            ))}
            <BreadcrumbItem isActive>{title}</BreadcrumbItem>
          </Breadcrumb>
        )}
        <Flex
          justifyContent={{ default: 'justifyContentSpaceBetween' }}
          alignItems={{ default: 'alignItemsFlexStart' }}
          gap={{ default: 'gapMd' }}
        >
          <FlexItem flex={{ default: 'flex_1' }} className="m-head-text">
            <div className="m-title-row">
              {mark}
              <Title headingLevel="h1" size="2xl">
                {title}
              </Title>
              {beside}
            </div>
            {lead && <Content className="m-lead">{lead}</Content>}
          </FlexItem>
          {actions && <FlexItem className="m-head-actions">{actions}</FlexItem>}
        </Flex>
      </PageSection>
      <PageSection hasBodyWrapper={false} isFilled className="m-body">
        {children}
      </PageSection>
    </>
  );
}

/** What an empty list says: what this is, and the first thing to do. */
export function EmptyHint({
  title,
  body,
  icon,
  action,
}: {
  title: string;
  body: ReactNode;
  icon: ComponentType;
  action?: ReactNode;
}) {
  return (
    <EmptyState headingLevel="h2" titleText={title} icon={icon} variant="sm" data-testid="empty">
      <EmptyStateBody>{body}</EmptyStateBody>
      {action && (
        <EmptyStateFooter>
          <EmptyStateActions>{action}</EmptyStateActions>
        </EmptyStateFooter>
      )}
    </EmptyState>
  );
}

export function Skeletons({ lines = 4, label }: { lines?: number; label: string }) {
  return (
    <div className="m-skeletons">
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton
          key={index}
          height="2.25rem"
          width={`${[100, 86, 93, 78][index % 4] ?? 90}%`}
          screenreaderText={index === 0 ? label : ''}
        />
      ))}
    </div>
  );
}
