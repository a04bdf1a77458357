export interface TreeEntry {
  path: string;
  name: string;
  depth: number;
}

/** Tenants in tree order with their depth; a tenant whose parent is not visible starts at the top. */
export function tenantTree(tenants: { path: string; name: string }[]): TreeEntry[] {
  const known = new Set(tenants.map((tenant) => tenant.path));
  const depthOf = (path: string): number => {
    const cut = path.lastIndexOf('/');
    if (cut < 0) return 0;
    const parent = path.slice(0, cut);
    return known.has(parent) ? depthOf(parent) + 1 : 0;
  };
  return [...tenants]
    .sort((a, b) => (a.path.replaceAll('/', '\u0000') < b.path.replaceAll('/', '\u0000') ? -1 : 1))
    .map(({ path, name }) => {
      const depth = depthOf(path);
      return { path, name: depth === 0 ? path : name, depth };
    });
}

/** The entries that match, with their ancestors, so that the tree still reads as one. */
export function filterTree(entries: TreeEntry[], text: string): TreeEntry[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return entries;
  const hits = entries
    .filter((entry) => entry.path.toLowerCase().includes(wanted))
    .map((entry) => entry.path);
  return entries.filter((entry) =>
    hits.some((hit) => hit === entry.path || hit.startsWith(entry.path + '/')),
  );
}
