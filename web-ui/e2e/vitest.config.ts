import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.e2e.ts'],
    globalSetup: ['./platform.ts'],
    testTimeout: 180_000,
    // A hook signs in, installs and waits as a test does.
    hookTimeout: 180_000,
    teardownTimeout: 200_000,
    // The paths touch nothing of each other's, and mostly wait for the platform.
    maxWorkers: 3,
  },
});
