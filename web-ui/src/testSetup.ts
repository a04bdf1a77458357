/* For tests of components: import it first, in a file that begins with `@vitest-environment jsdom`. */
import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';
import './i18n';

afterEach(cleanup);
