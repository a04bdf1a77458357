/** Pages of a tenant: services, volumes and quota. */
export const tenant = {
  limits: {
    set: 'Set limits',
    of: 'Set limits of {{tenant}}',
    help: 'What {{tenant}} and everything below it may claim together. Empty: no limit of its own; those above hold all the same.',
    cpus: 'CPU cores',
    memory: 'Memory in GiB',
    disk: 'Disk in GiB',
    pods: 'Pods',
    used: 'Claimed now: {{amount}}.',
    none: 'No limit',
    wrong: 'Give zero or more.',
    wrongWhole: 'Give a whole number of zero or more.',
    save: 'Save limits',
  },
  quota: {
    lead: 'What this tenant may claim, and what it has claimed. A limit of any tenant above holds too.',
    below: 'Tenants below',
  },
  services: {
    lead: 'What runs in {{tenant}} and in the tenants below it.',
    leadPlatform: 'What runs, in all tenants.',
    install: 'Install a service',
    since: 'Since',
    ready: '{{ready}} of {{total}} pods ready',
    emptyPlatform: 'A service is a package from the catalog that a tenant runs. Tenants install them.',
    emptyTitle: 'No services yet',
    emptyBody:
      'A service is a package from the catalog that runs under a name of your choice. Install the first one.',
  },
  tenantOverview: { lead: 'What runs here, and what needs you.' },
  volumes: {
    lead: 'Data of services. A volume is destroyed only when somebody says so by its name, or 7 days after its service was uninstalled.',
    delete: 'Delete',
    inUse: 'In use',
    goes: 'Destroyed',
    deleteTitle: 'Delete the data of {{volume}}',
    deleteBody: '{{size}} of {{instance}} on {{node}} are destroyed. Nobody can bring them back.',
    deleteForever: 'Delete for ever',
    emptyTitle: 'No volumes',
    emptyBody:
      'A volume holds the data of a pod. Volumes appear when a service that stores data is installed.',
    emptyInstance: 'This service stores nothing on disk that outlives its pods.',
  },
} as const;
