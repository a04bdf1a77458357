import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const controlPlane = process.env.MERIDIAN_URL ?? 'http://127.0.0.1:8080';
const served = ['/api', '/login', '/logout', '/oauth2', '/.well-known', '/activate'];

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 700 },
  server: {
    proxy: Object.fromEntries(served.map((path) => [path, { target: controlPlane }])),
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}'],
    server: { deps: { inline: [/@patternfly/] } },
    css: false,
    // Ends what hangs; how fast a busy machine renders is not what the tests are about.
    testTimeout: 30_000,
  },
});
