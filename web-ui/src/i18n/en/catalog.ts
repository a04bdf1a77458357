/** The catalog and its packages. */
export const catalog = {
  catalog: {
    lead: 'Services that are ready to be installed.',
    search: 'Search packages',
    tags: 'Tags',
    versions_one: '{{count}} version',
    versions_other: '{{count}} versions',
    emptyTitle: 'The catalog is empty',
    emptyBody: 'A package is a service that can be installed. Ask a platform administrator to publish one.',
    emptyPublisher:
      'A package is a service that can be installed. Publish one with: meridian package publish DIRECTORY',
  },
  package: {
    install: 'Install',
    tabs: 'About this package',
    guide: 'Guide',
    options: 'Options reference',
    about: 'Facts',
    version: 'Version',
    maintainer: 'Maintainer',
    licences: 'Licences',
    published: 'Published',
    pods: 'Pods by default',
    needs: 'Needs',
    needsNothing: 'Nothing special of a node',
    upgradesFrom: 'Upgrades from',
    downgradesTo: 'Downgrades to',
    noVersions: 'No other version',
    artifacts: 'Artifacts',
    artifact: '{{name}} ({{files}} files, {{size}})',
    digest: 'Digest',
  },
} as const;
