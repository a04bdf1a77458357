import { createContext } from 'react';

/** The secrets that a service may be given; null when they are not known, and a path is typed instead. */
export const SecretChoices = createContext<readonly string[] | null>(null);
