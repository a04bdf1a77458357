import type { Amounts, QuotaResource } from '../api/types';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const decimals = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const cores = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** 1536 → "1.5 KiB". */
export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${decimals.format(value)} ${UNITS[unit] ?? 'B'}`;
}

export function cpus(count: number): string {
  return `${cores.format(count)} ${count === 1 ? 'core' : 'cores'}`;
}

export function count(value: number): string {
  return new Intl.NumberFormat('en').format(value);
}

export function amount(resource: QuotaResource, value: number): string {
  switch (resource) {
    case 'cpus':
      return cpus(value);
    case 'memory':
    case 'disk':
      return bytes(value);
    case 'gpus':
      return `${cores.format(value)} ${value === 1 ? 'GPU' : 'GPUs'}`;
    case 'pods':
    case 'instances':
    case 'volumes':
    case 'secrets':
      return `${count(value)} ${value === 1 ? resource.slice(0, -1) : resource}`;
  }
}

/** "4 cores · 8 GiB memory · 50 GiB disk". */
export function amounts(of: Amounts): string {
  const parts = [cpus(of.cpus), `${bytes(of.memoryBytes)} memory`];
  if (of.diskBytes > 0) parts.push(`${bytes(of.diskBytes)} disk`);
  return parts.join(' · ');
}

/** Part of a whole in 0..1; 0 of nothing is 0. */
export function share(used: number, whole: number | null): number {
  if (whole === null) return 0;
  if (whole <= 0) return used > 0 ? 1 : 0;
  return Math.min(1, Math.max(0, used / whole));
}

/** The fuller of cpus and memory: what stops the next pod. Disk fills by volumes and is shown by itself. */
export function allocation(allocated: Amounts, capacity: Amounts): number {
  return Math.max(share(allocated.cpus, capacity.cpus), share(allocated.memoryBytes, capacity.memoryBytes));
}

/** Milliseconds → "12 s", "4 min 5 s", "3 h 12 min", "5 d 2 h". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** "in 3 h", "12 s ago". */
export function relative(to: Date, now: Date): string {
  const ms = now.getTime() - to.getTime();
  const coarse = (value: number) => {
    const seconds = Math.floor(value / 1000);
    if (seconds < 60) return `${seconds} s`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
    if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`;
    return `${Math.floor(seconds / 86_400)} d`;
  };
  if (Math.abs(ms) < 1000) return 'now';
  return ms >= 0 ? `${coarse(ms)} ago` : `in ${coarse(-ms)}`;
}

const absoluteFormat = new Intl.DateTimeFormat('en-GB', {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

export function absolute(at: Date): string {
  return absoluteFormat.format(at);
}

const timeFormat = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** The time of a day, for what was read a moment ago. */
export function time(at: Date): string {
  return timeFormat.format(at);
}

const clockFormat = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });

/** "18:40", for what is soon. */
export function clock(at: string): string {
  return clockFormat.format(new Date(at));
}

/** Decimal text from the server with thousands marked; no digit is cut, so that what is shown adds up as it is. */
export function decimalText(text: string): string {
  const [whole = '0', fraction = ''] = text.split('.');
  return `${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}.${fraction.padEnd(3, '0')}`;
}

/** "deploy" → "Deploy", for a name that begins a title. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
