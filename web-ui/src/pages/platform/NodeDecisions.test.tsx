// @vitest-environment jsdom
import '../../testSetup';
import { Drawer, DrawerContent } from '@patternfly/react-core';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import type { Me, Node, NodeState } from '../../api/types';
import { expectNoViolation, listed, onPlatform, openPage, refused, type Answer } from '../../testPage';
import { NodeDrawer } from './NodeDrawer';

const admin = onPlatform('node:read', 'region:write');

const node = (state: NodeState): Node =>
  ({
    id: 'n1',
    name: 'hq-1',
    region: 'hq',
    zone: 'a',
    state,
    stateReason: 'The database is older than the agent.',
    runtime: 'process',
    address: '127.0.1.1',
    advertisedAddress: '127.0.1.1',
    capacity: { cpus: 4, memoryBytes: 1024, diskBytes: 1024 },
    allocated: { cpus: 0, memoryBytes: 0, diskBytes: 0 },
    pods: 0,
    ports: { begin: 20000, end: 20999 },
    attributes: {},
    javaHomes: [],
    notEnforced: [],
    agentVersion: '1',
    lastSeenAt: null,
    joinedAt: '2026-11-01T00:00:00Z',
  }) as unknown as Node;

const show = (state: NodeState, answers: Record<string, Answer> = {}, me: Me = admin) => {
  const onClose = vi.fn();
  const page = openPage({
    me,
    element: (
      <Drawer isExpanded>
        <DrawerContent panelContent={<NodeDrawer node={node(state)} onClose={onClose} />} />
      </Drawer>
    ),
    answers: { 'GET /api/v1/nodes/n1/pods': listed(), ...answers },
  });
  return { ...page, onClose };
};

const inDialog = (name: string) => within(screen.getByRole('dialog')).getByRole('button', { name });

afterEach(() => vi.unstubAllGlobals());

it('shows what a node on hold has and lets it go on', async () => {
  const { asked } = show('ON_HOLD', {
    'GET /api/v1/nodes/n1/inventory': {
      body: {
        listed: true,
        pods: [
          {
            podId: 'p1',
            tenant: 'acme',
            instance: 'kafka',
            pod: 'kafka-0',
            incarnation: 3,
            state: 'POD_RUNNING',
            known: false,
          },
        ],
        volumes: [{ volumeId: 'v1', tenant: 'acme', pod: 'kafka-0', usedBytes: 2048, known: true }],
      },
    },
    'POST /api/v1/nodes/n1/resume': { body: node('READY') },
  });
  expect(await screen.findByText('acme / kafka')).toBeInTheDocument();
  expect(screen.getByText('not known here')).toBeInTheDocument();
  expect(screen.getByText('Volume of kafka-0')).toBeInTheDocument();
  await userEvent.click(screen.getByTestId('resume'));
  await userEvent.click(inDialog('Resume'));
  await waitFor(() => expect(asked.map(({ what }) => what)).toContain('POST /api/v1/nodes/n1/resume'));
});

it('declares dead only what was named, and says why it was refused', async () => {
  const { asked } = show('UNREACHABLE', {
    'POST /api/v1/nodes/n1/declare-dead': refused(409, 'It is connected again.'),
  });
  await userEvent.click(screen.getByTestId('declare-dead'));
  const submit = inDialog('Declare dead');
  expect(submit).toBeDisabled();
  await userEvent.type(screen.getByTestId('confirm'), 'hq-1');
  await userEvent.click(submit);
  expect(await screen.findByText('It is connected again.')).toBeInTheDocument();
  expect(asked.at(-1)?.body).toEqual({ confirm: 'hq-1' });
  await expectNoViolation();
});

it('removes a dead node and closes its panel', async () => {
  const { onClose } = show('DEAD', {
    'POST /api/v1/nodes/n1/remove': { body: { id: 'n1', name: 'hq-1', region: 'hq', pods: [], volumes: [] } },
  });
  await userEvent.click(screen.getByTestId('remove'));
  await userEvent.type(screen.getByTestId('confirm'), 'hq-1');
  await userEvent.click(inDialog('Remove'));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
});

it('leaves it to those who may', async () => {
  const { asked } = show('ON_HOLD', {}, onPlatform('node:read'));
  expect(await screen.findByText('The database is older than the agent.')).toBeInTheDocument();
  expect(screen.queryByTestId('resume')).not.toBeInTheDocument();
  expect(asked).toEqual([]);
});
