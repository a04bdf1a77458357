import '@patternfly/react-core/dist/styles/base.css';
import './ui/app.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { ApiError } from './api/client';
import { meQuery } from './api/queries';
import './i18n';
import { createRouter } from './router';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // Live events say what changed; this only bounds how long a value without events may be trusted.
      staleTime: 15_000,
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
});

client.getQueryCache().subscribe((event) => {
  const error: unknown =
    event.type === 'updated' && event.action.type === 'error' ? event.action.error : null;
  const signedOut = error instanceof ApiError && error.status === 401;
  if (signedOut && (event.query.queryKey as readonly unknown[])[0] !== 'me')
    void client.invalidateQueries({ queryKey: meQuery.queryKey });
});

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={createRouter()} />
    </QueryClientProvider>
  </StrictMode>,
);
