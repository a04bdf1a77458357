/* For tests of components: import it first, in a file that begins with `@vitest-environment jsdom`. */
import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';
import './i18n';

// Waits end when it is there; the limit is for what never comes.
configure({ asyncUtilTimeout: 10_000 });

afterEach(cleanup);
