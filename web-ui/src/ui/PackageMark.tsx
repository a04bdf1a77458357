import { PackageIcon } from './icons';

/** The icon of a package. Only data URLs are shown: a page of ours fetches from nobody else. */
export function PackageMark({ icon, size = 'md' }: { icon: string | null | undefined; size?: 'md' | 'lg' }) {
  return (
    <span className={`m-package-mark m-package-mark-${size}`} aria-hidden="true">
      {icon?.startsWith('data:image/') ? <img src={icon} alt="" /> : <PackageIcon />}
    </span>
  );
}
