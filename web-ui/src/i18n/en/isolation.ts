/** The isolation that tenants demand of nodes, and what nodes give. */
export const isolation = {
  isolation: {
    title: 'Isolation',
    tenantHelp:
      'How far nodes must keep {{tenant}} and the tenants below it apart from others. Placement keeps to it; pods that run stay where they are.',
    platformHelp:
      'How far nodes must keep every tenant apart from others. Placement keeps to it; pods that run stay where they are.',
    none: 'Nothing is demanded: pods may run on any node.',
    inForce: 'At least: {{level}}',
    inherited: 'Demanded by {{from}}.',
    thePlatform: 'the platform',
    level: {
      process: 'Processes (users shared by tenants)',
      user: 'A user for each tenant',
      container: 'Containers',
    },
    edit: 'Change isolation',
    editOf: 'Isolation that {{name}} demands',
    editHelp:
      'Of what a tenant and those above it demand the strictest counts. A tenant below can only demand more.',
    least: 'At least',
    nothing: 'Nothing of its own',
    save: 'Save isolation',
    met: 'Every pod has the isolation that is demanded.',
    unmet_one: '{{count}} pod runs where less is given than is demanded:',
    unmet_other: '{{count}} pods run where less is given than is demanded:',
    unmetMore: 'More than {{count}} pods run where less is given than is demanded, among them:',
    unmetPod:
      '{{pod}} of {{instance}} ({{tenant}}) on {{node}} in {{region}}: demanded {{demanded}}, given {{given}}',
    unmetHelp: 'They stay until they are moved: uninstall and install a service to place it anew.',
    regionTitle: 'Isolation of tenants',
    given: 'What nodes give',
    lacks: 'Not enforced',
    onNodes_one: '{{what}}: {{count}} node',
    onNodes_other: '{{what}}: {{count}} nodes',
    lacksHelp: 'Each node says why. A tenant can demand more, and is then placed on other nodes.',
    allEnforced: 'Nothing is left out.',
  },
} as const;
