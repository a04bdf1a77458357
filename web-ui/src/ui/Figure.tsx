import type { ReactNode } from 'react';
import { Link } from 'react-router';

/** One number that a person looks for first, with its words. */
export function Figure({
  value,
  label,
  hint,
  to,
}: {
  value: ReactNode;
  label: string;
  hint?: ReactNode;
  to?: string;
}) {
  return (
    <div className="m-card m-figure">
      <div className="m-figure-label">{to ? <Link to={to}>{label}</Link> : label}</div>
      <div className="m-figure-value m-figures">{value}</div>
      <div className="m-figure-hint">{hint}</div>
    </div>
  );
}
