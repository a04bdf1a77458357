/** Keys that seal secrets and sign tokens. */
export const keys = {
  platformSettings: { lead: 'Keys of the platform as a whole. Everything goes on while they are rotated.' },
  keys: {
    audited: 'It is written to the audit log.',
    dataTitle: 'Data key',
    dataLead:
      'Seals the secrets of {{tenant}} alone. Give it a new one when somebody may know the old one, or when your rules say so.',
    dataRotate: 'Rotate the data key',
    dataOf: 'Give {{tenant}} a new data key?',
    dataEffect:
      'Every version of each of its secrets is sealed anew with the new key. Values stay as they are, and no service restarts. What breaks off is repeated by asking again.',
    dataDone_one: 'There is a new data key; {{count}} version of a secret was sealed anew.',
    dataDone_other: 'There is a new data key; {{count}} versions of secrets were sealed anew.',
    wrapTitle: 'Key-encryption key',
    wrapLead: 'Wraps the data key of every tenant and the keys of the platform.',
    wrapRotate: 'Rotate',
    wrapOf: 'Rotate the key-encryption key?',
    wrapEffect:
      'A new version is made, and every key is wrapped with it. No secret is sealed anew, nobody is signed out, and no service restarts. What breaks off is repeated by asking again.',
    wrapDone_one: 'A new key-encryption key wraps; {{count}} key was wrapped anew.',
    wrapDone_other: 'A new key-encryption key wraps; {{count}} keys were wrapped anew.',
    rewrap: 'Wrap anew',
    rewrapOf: 'Wrap every key with the newest key-encryption key?',
    rewrapEffect:
      'For when it was changed elsewhere: in Vault, or by a move from a local key to Vault. Keys that the newest one wraps already stay as they are.',
    rewrapDone_one: '{{count}} key was wrapped anew.',
    rewrapDone_other: '{{count}} keys were wrapped anew.',
    signTitle: 'Token-signing key',
    signLead:
      'Signs the tokens of everybody who signs in here. It is replaced by itself from time to time, too.',
    signElsewhere: 'Tokens are signed by {{issuer}}: rotate its keys there.',
    signRotate: 'Rotate the signing key',
    signOf: 'Let a new key sign tokens?',
    signEffect: 'Tokens that are out stay good until they run out: nobody has to sign in anew.',
    signDone: 'A new key signs from {{from}}; the one before verifies until {{until}}.',
  },
} as const;
