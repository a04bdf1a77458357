/** A value on its way to the server: as text, or as Base64 when its bytes are none. */
export type SecretInput = { text: string } | { base64: string };

/** The bytes of a file as the server takes them. */
export function inputOf(bytes: Uint8Array): SecretInput {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes('\0')) return { text };
  } catch {
    // Not UTF-8, as a keystore: sent as bytes.
  }
  return { base64: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) };
}

/** "team=streams, env=prod" as labels; null when it cannot be read. */
export function labelsOf(text: string): Record<string, string> | null {
  const labels: Record<string, string> = {};
  for (const part of text.split(',')) {
    const label = part.trim();
    if (label === '') continue;
    const equals = label.indexOf('=');
    if (equals < 1) return null;
    labels[label.slice(0, equals).trim()] = label.slice(equals + 1).trim();
  }
  return labels;
}

/** Whether pods of an instance may read a secret: its namespace is empty or the instance's name. */
export function isVisibleTo(path: string, instance: string): boolean {
  const slash = path.lastIndexOf('/');
  return slash < 0 || path.slice(0, slash) === instance;
}
