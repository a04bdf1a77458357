import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Attention } from '../api/types';
import { DoneIcon, FailedIcon, InfoIcon, WarningIcon } from './icons';

const ICONS = { critical: FailedIcon, warning: WarningIcon, info: InfoIcon };
const ORDER = { critical: 0, warning: 1, info: 2 };

/** What needs a person, the worst first: one sentence each with the way to it. */
export function AttentionList({ items }: { items: Attention[] }) {
  const { t } = useTranslation();
  return (
    <section className="m-card" aria-labelledby="attention" data-testid="attention">
      <h2 id="attention" className="m-card-title">
        {t('attention.title')}
        {items.length > 0 && <span className="m-count m-figures">{items.length}</span>}
      </h2>
      {items.length === 0 ? (
        <p className="m-attention-none">
          <DoneIcon /> {t('attention.none')}
        </p>
      ) : (
        <ul className="m-attention">
          {[...items]
            .sort((a, b) => ORDER[a.severity] - ORDER[b.severity])
            .map((item) => {
              const Icon = ICONS[item.severity];
              return (
                <li key={item.severity + item.sentence} className={`m-attention-${item.severity}`}>
                  <Icon />
                  <span>
                    <strong>{t(`attention.${item.severity}`)}:</strong> {item.sentence}
                  </span>
                  {item.link.startsWith('/') && (
                    <Link to={item.link} aria-label={t('attention.lookAt', { what: item.sentence })}>
                      {t('attention.look')}
                    </Link>
                  )}
                </li>
              );
            })}
        </ul>
      )}
    </section>
  );
}
