export interface Part {
  text: string;
  hit: boolean;
}

/** A line cut at what was searched for. */
export function parts(line: string, search: string): Part[] {
  if (search === '') return [{ text: line, hit: false }];
  const found: Part[] = [];
  const lower = line.toLowerCase();
  const wanted = search.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    if (at > from) found.push({ text: line.slice(from, at), hit: false });
    from = at + wanted.length;
    found.push({ text: line.slice(at, from), hit: true });
  }
  if (from < line.length) found.push({ text: line.slice(from), hit: false });
  return found;
}

/** "broker-0-server" of pod "broker-0" is task "server". */
export function shortTask(pod: string, task: string): string {
  return task.startsWith(pod + '-') ? task.slice(pod.length + 1) : task;
}
