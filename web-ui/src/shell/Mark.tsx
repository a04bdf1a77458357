/** Meridian's mark: a globe whose meridian is drawn, with one place on it. */
export function Mark({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#3b48c9" />
      <g fill="none" stroke="#fff" strokeWidth="2" strokeLinecap="round">
        <circle cx="16" cy="16" r="9.5" strokeOpacity=".55" />
        <path d="M16 6.5c-6 5.6-6 13.4 0 19" />
        <path d="M16 6.5c6 5.6 6 13.4 0 19" strokeOpacity=".55" />
        <path d="M6.8 16h18.4" strokeOpacity=".55" />
      </g>
      <circle cx="11.6" cy="16" r="2.6" fill="#7ff0d2" />
    </svg>
  );
}
