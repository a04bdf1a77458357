import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { onOtherView } from '../api/client';
import { meQuery } from '../api/queries';
import type { Me } from '../api/types';

/**
 * When a view of a tenant begins or ends, here, in another tab or by itself: nothing that was read before is kept, and
 * the person starts at the first page of what they see now.
 */
export function useViewChange(me: Me | undefined): void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const shown = useRef<string | null | undefined>(undefined);
  useEffect(() => onOtherView(() => void client.invalidateQueries({ queryKey: meQuery.queryKey })), [client]);
  const now = me && (me.viewing?.tenant.id ?? null);
  useEffect(() => {
    if (now === undefined) return;
    const before = shown.current;
    shown.current = now;
    if (before === undefined || before === now) return;
    // Removed, not reset: the page that is left must not read anew what is not to be seen any more.
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== meQuery.queryKey[0] });
    void navigate('/', { replace: true });
  }, [client, navigate, now]);
}
