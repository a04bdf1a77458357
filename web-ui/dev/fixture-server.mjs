// The preview fixture: serves the built pages and made-up answers, so that pages can be looked at without a
// control plane. Never shipped. Usage: npm run fixture [-- PORT]; sign in as admin, dev or finance, any password.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as data from './fixture-data.mjs';
import { answer } from './fixture-platform.mjs';

const port = Number(process.argv[2] ?? 8099);
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const watchers = new Set();
const installed = [];
const announce = (instance) => {
  for (const res of watchers)
    res.write(
      `id: ${Date.now()}\nevent: instance\ndata: ${JSON.stringify({ type: 'instance', instance, at: new Date().toISOString() })}\n\n`,
    );
};
const page = (items) => ({ items, nextCursor: null });
const problem = (res, status, title, detail, more = {}) => {
  res.writeHead(status, { 'Content-Type': 'application/problem+json' });
  res.end(
    JSON.stringify({
      type: 'https://meridian.dev/problems/fixture',
      title,
      status,
      detail,
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      ...more,
    }),
  );
};
const json = (res, body, status = 200) => {
  res.writeHead(status, { 'Content-Type': 'application/json' });
  res.end(JSON.stringify(body));
};
const bodyOf = async (req) => {
  let text = '';
  for await (const chunk of req) text += chunk;
  return text;
};
const views = new Map();
const personOf = (req) => {
  const person = data.people[/fixture=(\w+)/.exec(req.headers.cookie ?? '')?.[1]];
  const tenant = views.get(person?.username);
  return person && { ...person, viewing: null, ...(tenant ? data.viewOf(tenant) : {}) };
};

function stateOf(made) {
  const age = (Date.now() - made.at) / 1000;
  if (made.removedAt) {
    const gone = (Date.now() - made.removedAt) / 1000 > 1.5;
    return {
      ...made.instance,
      state: gone ? 'UNINSTALLED' : 'UNINSTALLING',
      status: gone ? 'Uninstalled' : 'Uninstalling: hello-2 is stopping',
    };
  }
  const done = Math.min(3, Math.floor(age / 0.8));
  return {
    ...made.instance,
    state: done === 3 ? 'RUNNING' : 'DEPLOYING',
    status:
      done === 3
        ? 'Running: 3 of 3 pods are ready'
        : `Deploying: hello-${done} is starting; ${done} of 3 done`,
    pods: { total: 3, running: done, ready: done },
  };
}

function install(res, body, dryRun) {
  const big = Number(body.options?.brokers?.cpus ?? 1) >= 8;
  const type = body.package === 'kafka' ? 'broker' : 'hello';
  if (data.instances.some((one) => one.name === body.name) && !dryRun) {
    return problem(
      res,
      422,
      'The name is taken',
      'acme/streams has a service of that name. Choose another name.',
      { errors: [{ pointer: '/name', message: 'This name is taken in acme/streams.' }] },
    );
  }
  const count = Number(body.options?.brokers?.count ?? 3);
  const explanation = data.explanationOf(type, count, !big);
  const cpus = Number(body.options?.brokers?.cpus ?? 1) * count;
  if (dryRun) {
    const quota = data.tenants[1].quota.map((line) => ({
      ...line,
      used:
        line.used +
        (line.resource === 'cpus'
          ? cpus
          : line.resource === 'pods'
            ? count
            : line.resource === 'memory'
              ? 2 * count * 1024 ** 3
              : 0),
    }));
    return json(res, {
      configuration: { spec: {} },
      footprint: { pods: count, cpus, memoryBytes: 2 * count * 1024 ** 3, diskBytes: 0 },
      placement: explanation,
      quota,
      restored: body.restoreVolumes && data.keptVolume.instance === body.name ? [data.keptVolume] : [],
    });
  }
  if (big) return problem(res, 409, 'It cannot be placed', explanation.summary, { explanation });
  const instance = {
    ...data.instances[1],
    id: `made-${installed.length}`,
    name: body.name,
    package: body.package,
    packageVersion: body.version,
    createdAt: new Date().toISOString(),
    since: new Date().toISOString(),
  };
  const made = { at: Date.now(), instance };
  installed.push(made);
  for (const delay of [300, 900, 1700, 2500]) setTimeout(() => announce(instance.name), delay);
  return json(res, stateOf(made), 201);
}

function logs(res, url) {
  const line = (i) =>
    `2026-11-21T10:${String(i % 60).padStart(2, '0')}:0${i % 9}Z INFO  Hello, world (${i}) from ${url.pathname.split('/').at(-4)}`;
  const tail = Array.from({ length: 60 }, (_, i) => line(i));
  if (url.searchParams.get('follow') !== 'true') {
    res.writeHead(200, { 'Content-Type': 'text/plain' });
    return res.end(tail.join('\n') + '\n');
  }
  res.writeHead(200, { 'Content-Type': 'text/event-stream' });
  for (const text of tail) res.write(`event: line\ndata: ${JSON.stringify({ text })}\n\n`);
  let i = 60;
  const timer = setInterval(
    () => res.write(`event: line\ndata: ${JSON.stringify({ text: line(i++) })}\n\n`),
    1000,
  );
  return res.on('close', () => clearInterval(timer));
}

function events(res) {
  res.writeHead(200, { 'Content-Type': 'text/event-stream' });
  res.write(': open\n\n');
  watchers.add(res);
  res.on('close', () => watchers.delete(res));
}

function ofInstance(req, res, url, name, rest) {
  const made = installed.find(
    (one) => one.instance.name === name && !(one.removedAt && Date.now() - one.removedAt > 4000),
  );
  const one = made ? stateOf(made) : data.instances.find((each) => each.name === name);
  if (!one) return problem(res, 404, 'Not found', `There is no service ${name} that you may see.`);
  const type = one.package === 'kafka' ? 'broker' : 'hello';
  const running = one.state === 'RUNNING';
  const waiting = one.state === 'WAITING';
  if (req.method === 'DELETE') {
    if (made) made.removedAt = Date.now();
    setTimeout(() => announce(name), 1700);
    return json(res, made ? stateOf(made) : one, 202);
  }
  const [what, pod, , , last] = rest;
  if (what === 'protection') return json(res, { deletionProtection: false });
  if (what === 'maintenance') return json(res, data.maintenance);
  if (last === 'logs') return logs(res, url);
  switch (what) {
    case undefined:
      return json(res, one);
    case 'plans': {
      const done = made ? one.pods.ready : running ? 3 : 1;
      const statuses = waiting
        ? ['WAITING', 'WAITING', 'WAITING']
        : [0, 1, 2].map((i) => (i < done ? 'COMPLETE' : i === done ? 'STARTED' : 'PENDING'));
      const status = waiting ? 'WAITING' : done === 3 ? 'COMPLETE' : 'IN_PROGRESS';
      if (made || running || waiting) return json(res, [data.planOf('deploy', type, statuses, status)]);
      return json(res, [
        data.planOf('deploy', type, ['COMPLETE', 'COMPLETE', 'COMPLETE'], 'COMPLETE'),
        data.planOf('update', type, statuses, status),
      ]);
    }
    case 'pods':
      return pod
        ? json(res, data.podsOf(one, type, 3, [])[0])
        : json(
            res,
            page(
              data.podsOf(
                one,
                type,
                3,
                running ? [] : waiting ? ['WAITING', 'WAITING', 'WAITING'] : ['READY', 'RUNNING', 'READY'],
              ),
            ),
          );
    case 'volumes':
      return json(res, page(data.volumesOf(one)));
    case 'endpoints':
      return json(res, waiting ? [] : data.endpointsOf(one, type, 3));
    case 'options':
      return json(res, data.optionsOf(one));
    case 'explanation':
      return json(res, data.explanationOf(type, 3, !waiting));
    default:
      return problem(res, 404, 'Not found', 'No such part.');
  }
}

async function api(req, res, url) {
  if (url.pathname === '/api/v1/version')
    return json(res, { version: '0.1.0', controlPlaneId: 'fixture', historyEpoch: 'fixture' });
  const me = personOf(req);
  if (!me) return problem(res, 401, 'You are not signed in', 'Sign in to go on.');
  if (req.method !== 'GET' && req.headers['x-csrf-token'] !== 'csrf')
    return problem(res, 403, 'The request was not made by this page', 'Reload the page and try again.');
  if (me.viewing) {
    res.setHeader('Meridian-Viewing', me.viewing.tenant.path);
    if (req.method !== 'GET' && url.pathname !== '/api/v1/me/view')
      return problem(res, 403, 'Viewing only', 'You are viewing as a tenant, which is read only.');
  }
  const [what, a, b, c, ...rest] = url.pathname.slice('/api/v1/'.length).split('/').map(decodeURIComponent);
  const known = answer(url, [what, a, b, c, ...rest]);
  if (known !== undefined) return known === null ? res.writeHead(204).end() : json(res, known);
  const all = [
    ...data.instances,
    ...installed.filter((one) => !one.removedAt || Date.now() - one.removedAt < 1500).map(stateOf),
  ];
  switch (what) {
    case 'me':
      if (a === 'view' && req.method === 'DELETE') {
        views.delete(me.username);
        return res.writeHead(204).end();
      }
      if (a === 'view') {
        const asked = JSON.parse(await bodyOf(req)).tenant;
        const tenant = data.tenants.find((one) => one.id === asked || one.path === asked);
        views.set(me.username, tenant);
        return json(res, data.viewOf(tenant).viewing);
      }
      if (a === 'sessions')
        return req.method === 'DELETE' ? res.writeHead(204).end() : json(res, page(data.sessions));
      if (a === 'second-factor')
        return json(
          res,
          req.method === 'POST'
            ? data.secondFactorOffer
            : { possible: true, required: false, since: null, recoveryCodes: 0 },
        );
      return json(res, me);
    case 'events':
      return events(res);
    case 'overview':
      return json(res, {
        attention: [
          {
            severity: 'warning',
            sentence: 'big-kafka of acme/streams waits for capacity: no node has 8 free cores.',
            link: '/t/acme~streams/services/big-kafka/explain',
          },
          {
            severity: 'critical',
            sentence: 'Node aws-2 in aws-eu-west-1 has not been heard of for 12 min.',
            link: '/platform/regions/aws-eu-west-1?node=aws-2',
          },
          { severity: 'info', sentence: 'acme uses 91 % of its CPU quota', link: '/t/acme/quota' },
        ],
        regions: data.regions,
        instances: { total: 4, byState: { RUNNING: 1, UPDATING: 1, WAITING: 1, DEGRADED: 1 } },
        nodes: { total: 5, ready: 4 },
        capacity: { cpus: 28, memoryBytes: 104 * 1024 ** 3, diskBytes: 1300 * 1024 ** 3 },
        allocated: { cpus: 18.1, memoryBytes: 65 * 1024 ** 3, diskBytes: 450 * 1024 ** 3 },
      });
    case 'regions':
      if (b === 'join-tokens')
        return json(res, {
          token: 'mjt1.fixture',
          expiresAt: new Date(Date.now() + 3600e3).toISOString(),
          uses: 1,
          command:
            'meridian agent join --server https://meridian.example:8443 --token mjt1.eyJyZWdpb24iOiJocSJ9.fixturefixturefixturefixture',
        });
      return a
        ? data.regions.some((one) => one.name === a)
          ? json(
              res,
              data.regions.find((one) => one.name === a),
            )
          : problem(res, 404, 'Not found', `There is no region ${a} that you may see.`)
        : json(res, page(data.regions));
    case 'nodes':
      if (b === 'inventory')
        return json(res, {
          listed: true,
          pods: [
            {
              podId: '1',
              tenant: 'acme/streams',
              instance: 'kafka',
              pod: 'broker-2',
              incarnation: 4,
              state: 'POD_RUNNING',
              known: true,
            },
            {
              podId: '2',
              tenant: 'acme/streams',
              instance: 'greeter',
              pod: 'hello-0',
              incarnation: 1,
              state: 'POD_RUNNING',
              known: false,
            },
          ],
          volumes: [
            {
              volumeId: '3',
              tenant: 'acme/streams',
              pod: 'broker-2',
              usedBytes: 3.2 * 1024 ** 3,
              known: true,
            },
          ],
        });
      if (b === 'pods')
        return json(
          res,
          page([
            {
              podId: '1',
              pod: 'broker-0',
              instance: 'kafka',
              tenant: 'acme/streams',
              cpus: 1,
              memoryBytes: 2 * 1024 ** 3,
              state: 'READY',
            },
            {
              podId: '2',
              pod: 'hello-0',
              instance: 'greeter',
              tenant: 'acme/streams',
              cpus: 0.1,
              memoryBytes: 64 * 1024 ** 2,
              state: 'READY',
            },
          ]),
        );
      return json(
        res,
        page(
          data.nodes.filter(
            (one) =>
              (!url.searchParams.get('region') || one.region === url.searchParams.get('region')) &&
              (!url.searchParams.get('state') || one.state === url.searchParams.get('state')),
          ),
        ),
      );
    case 'packages':
      if (a)
        return json(
          res,
          data.packages.find((one) => one.name === a),
        );
      return json(
        res,
        page(data.packages.filter((one) => one.name.includes(url.searchParams.get('q') ?? ''))),
      );
    case 'instances':
      return json(res, page(all));
    case 'usage':
      return json(
        res,
        data.usage(url.searchParams.get('from'), url.searchParams.get('to'), url.searchParams.get('tenant')),
      );
    case 'tenants': {
      const visible = data.tenants.filter(
        (one) =>
          me.permissions.platform.includes('tenant:read') ||
          Object.keys(me.permissions.tenants).some((path) => `${one.path}/`.startsWith(`${path}/`)),
      );
      if (!a) return json(res, page(visible));
      if (b === 'audit' && c === 'verify')
        return json(res, {
          intact: a !== 'acme',
          entries: 411,
          pending: 1,
          anchors: 9,
          head: { position: 411, hash: 'c4'.repeat(32) },
          verdicts:
            a === 'acme'
              ? [{ kind: 'EDITED', position: 7, message: 'The event of entry 7 was changed.' }]
              : [],
        });
      if (b === 'audit' && c === 'sinks') {
        if (req.method === 'DELETE') return res.writeHead(204).end();
        if (rest.at(-1) === 'resend') return json(res, data.deliveries[0], 201);
        if (rest.at(-1) === 'deliveries') return json(res, page(data.deliveries));
        if (req.method === 'POST')
          return json(res, { id: 'made', name: 'made', secret: 'whsec_fixturefixture' }, 201);
        return json(res, page(a === 'globex' ? [] : data.sinks));
      }
      if (b === 'audit') {
        const asked = (name, value) => (url.searchParams.get(name) ?? value) === value;
        return json(
          res,
          page(
            data.audit.filter(
              (one) =>
                asked('actor', one.actor) && asked('action', one.action) && asked('outcome', one.outcome),
            ),
          ),
        );
      }
      if (b === 'isolation')
        return json(
          res,
          c === 'unmet' ? page(data.unmetPods) : a === '-' ? data.noIsolation : data.isolation,
        );
      const path = a.replaceAll('~', '/');
      const tenant = data.tenants.find((one) => one.path === path);
      if (!tenant) return problem(res, 404, 'Not found', `There is no tenant ${path} that you may see.`);
      const own = all.filter((one) => one.tenant.path === path || one.tenant.path.startsWith(path + '/'));
      if (b === undefined) return json(res, tenant);
      if (b === 'events') return events(res);
      if (b === 'protection') return json(res, { deletionProtection: true });
      if (b === 'maintenance') return json(res, data.maintenance);
      if (b === 'roles') return json(res, page(data.roles));
      if (b === 'groups' && rest.at(-1) === 'members') return json(res, page(data.groupMembers));
      if (b === 'groups' && c !== undefined)
        return json(res, { ...data.groups[0], name: c, roles: data.groupRoles });
      if (b === 'groups') return json(res, page(data.groups));
      if (b === 'invitations' && req.method === 'POST')
        return json(
          res,
          {
            ...data.invitations[0],
            link: 'https://meridian.example.org/invitation#mi_0199_fixturefixturefixture',
          },
          201,
        );
      if (b === 'invitations') return json(res, page(data.invitations));
      if (b === 'service-accounts' && req.method === 'DELETE') return res.writeHead(204).end();
      if (b === 'service-accounts' && req.method === 'POST') {
        const asked = JSON.parse(await bodyOf(req));
        const made = data.newKey(asked.name ?? 'first', asked.expiresAt);
        const account = { ...data.serviceAccounts[0], ...asked, keys: [made] };
        return json(res, c === undefined ? account : made, 201);
      }
      if (b === 'service-accounts' && c !== undefined) {
        const account = data.serviceAccounts.find((one) => one.username === c);
        return account ? json(res, account) : problem(res, 404, 'Not found', `There is no account ${c}.`);
      }
      if (b === 'service-accounts')
        return json(res, page(path.startsWith('acme') ? data.serviceAccounts : []));
      if (b === 'overview')
        return json(res, {
          attention: own.some((one) => one.state === 'WAITING')
            ? [
                {
                  severity: 'warning',
                  sentence: 'big-kafka waits for capacity: no node has 8 free cores.',
                  link: '/t/acme~streams/services/big-kafka/explain',
                },
                {
                  severity: 'info',
                  sentence: 'acme/streams uses 83 % of its memory quota',
                  link: '/t/acme~streams/quota',
                },
              ]
            : [],
          instances: own,
          quota: tenant.quota,
        });
      if (b === 'secrets' && rest.at(-1) === 'reveal')
        return json(res, { text: 'correct horse battery staple' });
      if (b === 'secrets' && c) {
        const secret = data.secrets.find((one) => one.id === c);
        return json(res, { secret, versions: [], usedBy: secret.users > 0 ? ['kafka'] : [] });
      }
      if (b === 'secrets') return json(res, page(path.startsWith('acme') ? data.secrets : []));
      if (b === 'volumes')
        return json(
          res,
          page(
            (path.startsWith('acme') ? [...data.volumes, data.keptVolume] : []).filter((one) =>
              ['state', 'instance'].every(
                (name) => !url.searchParams.get(name) || one[name] === url.searchParams.get(name),
              ),
            ),
          ),
        );
      if (b === 'instances' && req.method === 'POST')
        return install(res, JSON.parse(await bodyOf(req)), url.searchParams.get('dryRun') === 'true');
      if (b === 'instances' && c) return ofInstance(req, res, url, c, rest);
      if (b === 'instances')
        return json(
          res,
          page(
            own.filter(
              (one) => !url.searchParams.get('state') || one.state === url.searchParams.get('state'),
            ),
          ),
        );
      return problem(res, 404, 'Not found', 'No such thing.');
    }
    default:
      return problem(res, 404, 'Not found', 'No such thing.');
  }
}

function file(res, pathname) {
  const wanted = normalize(join(dist, pathname));
  const found =
    wanted.startsWith(dist) && existsSync(wanted) && statSync(wanted).isFile()
      ? wanted
      : join(dist, 'index.html');
  res.writeHead(200, { 'Content-Type': TYPES[extname(found)] ?? 'application/octet-stream' });
  createReadStream(found).pipe(res);
}

const server = createServer((req, res) => {
  const url = new URL(req.url, `http://127.0.0.1:${port}`);
  const handle = async () => {
    if (url.pathname.startsWith('/api/')) return api(req, res, url);
    if (url.pathname === '/login/start') {
      res.writeHead(302, {
        Location: `/login?returnTo=${encodeURIComponent(url.searchParams.get('returnTo') ?? '/')}`,
      });
      return res.end();
    }
    if (url.pathname === '/login' && req.method === 'POST') {
      const form = new URLSearchParams(await bodyOf(req));
      res.writeHead(302, {
        'Set-Cookie': `fixture=${form.get('username')}; HttpOnly; SameSite=Strict; Path=/`,
        Location: form.get('returnTo') || '/',
      });
      return res.end();
    }
    if (url.pathname === '/login') {
      res.writeHead(200, { 'Content-Type': 'text/html' });
      return res.end(
        `<!doctype html><html lang="en"><title>Sign in (fixture)</title><main><h1>Fixture</h1><form method="post"><input type="hidden" name="returnTo" value="${(url.searchParams.get('returnTo') ?? '/').replaceAll('"', '')}"><label>User <input name="username"></label><label>Password <input name="password" type="password"></label><button type="submit">Sign in</button></form></main></html>`,
      );
    }
    if (url.pathname === '/logout') {
      res.writeHead(204, { 'Set-Cookie': 'fixture=; Path=/; Max-Age=0' });
      return res.end();
    }
    return file(res, url.pathname);
  };
  handle().catch((error) => problem(res, 500, 'The fixture failed', String(error)));
});
server.listen(port, '127.0.0.1', () =>
  console.log(`Preview fixture at http://127.0.0.1:${port} (admin, dev, finance; any password)`),
);
