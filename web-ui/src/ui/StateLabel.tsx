import { Label } from '@patternfly/react-core';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  AuditDelivery,
  AuditSink,
  InstanceState,
  NodeState,
  PlanStatus,
  PodState,
  RegionState,
  TaskState,
  TenantDeletion,
  TenantDeletionStep,
  VolumeState,
} from '../api/types';
import {
  DoneIcon,
  FailedIcon,
  LostIcon,
  MovingIcon,
  OffIcon,
  PausedIcon,
  UnknownIcon,
  WaitingIcon,
  WarningIcon,
} from './icons';

export type AnyState =
  | AuditDelivery['state']
  | AuditSink['state']
  | InstanceState
  | NodeState
  | PlanStatus
  | PodState
  | RegionState
  | TaskState
  | TenantDeletion['state']
  | TenantDeletionStep['state']
  | VolumeState
  | 'ACTIVE'
  | 'SUSPENDED'
  | 'DELETING'
  | 'DELETED'
  | 'DISABLED';

export type Tone = 'good' | 'moving' | 'waiting' | 'warning' | 'bad' | 'off';

const TONES: Record<AnyState, Tone> = {
  RUNNING: 'good',
  READY: 'good',
  COMPLETE: 'good',
  ACTIVE: 'good',
  FINISHED: 'good',
  DELIVERED: 'good',
  DONE: 'good',
  DEPLOYING: 'moving',
  UPDATING: 'moving',
  UNINSTALLING: 'moving',
  IN_PROGRESS: 'moving',
  PREPARED: 'moving',
  STARTING: 'moving',
  STARTED: 'moving',
  STAGING: 'moving',
  PLACED: 'moving',
  STOPPING: 'moving',
  DESTROYING: 'moving',
  WAITING: 'waiting',
  PENDING: 'waiting',
  PLANNED: 'waiting',
  GRACE: 'waiting',
  DELAYED: 'warning',
  RETRYING: 'warning',
  DEGRADED: 'warning',
  ON_HOLD: 'warning',
  SUSPENDED: 'warning',
  DELETING: 'warning',
  DELETED: 'off',
  KEPT: 'warning',
  MISSING: 'bad',
  LOST: 'bad',
  UNREACHABLE: 'bad',
  DEAD: 'off',
  FAILED: 'bad',
  ERROR: 'bad',
  KILLED: 'warning',
  UNINSTALLED: 'off',
  EMPTY: 'off',
  REMOVED: 'off',
  DESTROYED: 'off',
  NONE: 'off',
  DISABLED: 'off',
  RESTORED: 'off',
};

const COLORS = {
  good: 'green',
  moving: 'blue',
  waiting: 'grey',
  warning: 'orange',
  bad: 'red',
  off: 'grey',
} as const;

const ICONS: Record<Tone, ComponentType> = {
  good: DoneIcon,
  moving: MovingIcon,
  waiting: WaitingIcon,
  warning: WarningIcon,
  bad: FailedIcon,
  off: OffIcon,
};

const OWN_ICONS: Partial<Record<AnyState, ComponentType>> = {
  UNREACHABLE: LostIcon,
  LOST: LostIcon,
  ON_HOLD: PausedIcon,
  SUSPENDED: PausedIcon,
};

/** The server may know a state that this version does not: it is shown as it came, without a colour. */
function isKnown(state: string): state is AnyState {
  return state in TONES;
}

export function toneOf(state: string): Tone {
  return isKnown(state) ? TONES[state] : 'off';
}

/** A state as colour, icon and word together. */
export function StateLabel({
  state,
  compact = false,
  tone: given,
}: {
  state: AnyState;
  compact?: boolean;
  tone?: Tone;
}) {
  const { t } = useTranslation();
  const known = isKnown(state);
  const tone = given ?? toneOf(state);
  const Icon = known ? (OWN_ICONS[state] ?? ICONS[tone]) : UnknownIcon;
  return (
    <Label
      color={COLORS[tone]}
      icon={<Icon />}
      isCompact={compact}
      className={`m-state m-state-${tone}`}
      data-state={state}
    >
      {known ? t(`state.${state}`) : state}
    </Label>
  );
}

/** A pod that runs is not good yet: it is good when it is ready. */
export function PodStateLabel({ state }: { state: PodState }) {
  return <StateLabel state={state} compact {...(state === 'RUNNING' ? { tone: 'moving' as const } : {})} />;
}
