const MARGIN = 4;

/** A QR code from its rows (1 is dark), drawn here: what it says goes to nobody. Dark on light in every theme. */
export function QrImage({ rows, label }: { rows: string[]; label: string }) {
  const size = rows.length + 2 * MARGIN;
  const dark = rows
    .flatMap((row, y) =>
      Array.from(row, (cell, x) => (cell === '1' ? `M${x + MARGIN} ${y + MARGIN}h1v1h-1z` : '')),
    )
    .join('');
  return (
    <svg
      className="m-qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={dark} fill="#000" />
    </svg>
  );
}
