import { Button } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { deletionReportQuery, reportPath } from '../../api/deletions';
import type { TenantDeletion, TenantDeletionReport } from '../../api/types';
import { Copyable, CopyBlock } from '../../ui/Copyable';
import { FactList } from '../../ui/FactList';
import { DownloadIcon } from '../../ui/icons';
import { Loaded } from '../../ui/Loaded';
import { When } from '../../ui/When';
import { Stays } from './DeletionView';
import { figuresOf, goneTexts, reportFile } from './gone';

/** What a deletion that is over took away, as it was signed, and the way to keep and check that. */
export function ReportSection({ deletion }: { deletion: TenantDeletion }) {
  const { t } = useTranslation();
  const report = useQuery(deletionReportQuery(deletion.id));
  return (
    <section aria-labelledby="deletion-report" className="m-stack-small" data-testid="deletion-report">
      <div>
        <h3 id="deletion-report" className="m-small-title">
          {t('deletionReport.title')}
        </h3>
        <p className="m-hint">{t('deletionReport.lead')}</p>
      </div>
      <Loaded query={report} lines={3}>
        {(data) => <Report report={data} deletion={deletion} />}
      </Loaded>
    </section>
  );
}

function Report({ report, deletion }: { report: TenantDeletionReport; deletion: TenantDeletion }) {
  const { t } = useTranslation();
  const figures = figuresOf(report);
  const file = reportFile(deletion);
  const gone = figures && goneTexts(t, figures.total);
  return (
    <>
      {gone === null ? (
        <p>{t('deletionReport.unreadable')}</p>
      ) : gone.length === 0 ? (
        <p>{t('deletionReport.nothing')}</p>
      ) : (
        <ul className="m-bullets m-figures">
          {gone.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
      <FactList
        facts={[
          [t('deletionReport.at'), <When key="at" at={figures?.completedAt ?? deletion.completedAt} />],
          [
            t('deletionReport.digest'),
            <div key="digest">
              <Copyable text={report.digest} label={t('deletionReport.digest')} shorten />
              <div className="m-hint">{t('deletionReport.digestHelp')}</div>
            </div>,
          ],
          [t('deletionReport.key'), t('deletionReport.version', { version: report.key.version })],
          [
            t('deletionReport.fingerprint'),
            <Copyable
              key="fingerprint"
              text={report.key.fingerprint}
              label={t('deletionReport.fingerprint')}
              shorten
            />,
          ],
        ]}
      />
      <Stays stays={deletion.stays} />
      <div>
        <Button
          variant="secondary"
          component="a"
          href={`/api/v1${reportPath(deletion.id)}`}
          download={file}
          icon={<DownloadIcon />}
          aria-label={t('deletionReport.downloadOf', { tenant: deletion.path })}
          data-testid="download-report"
        >
          {t('deletionReport.download')}
        </Button>
      </div>
      <div>
        <p className="m-hint">{t('deletionReport.check')}</p>
        <CopyBlock
          code={`meridian tenant deletion verify ${file} \\\n  --fingerprint ${report.key.fingerprint}`}
          label={t('deletionReport.command')}
        />
      </div>
    </>
  );
}
