import { Button, Checkbox } from '@patternfly/react-core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, call, errorsUnder } from '../../api/client';
import { paths } from '../../api/queries';
import type { Maintenance } from '../../api/types';
import { FormDialog } from '../../ui/FormDialog';
import { TextField } from '../../ui/TextField';
import { DAYS, draftOf, newWindow, windowOf, type WindowDraft } from './windows';

interface Props {
  tenant: string;
  instance?: string;
  maintenance: Maintenance;
  onClose: () => void;
}

/** Replaces all windows of a tenant or an instance. */
export function WindowsDialog({ tenant, instance, maintenance, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [drafts, setDrafts] = useState(() => maintenance.windows.map(draftOf));
  const sent = useMutation({
    mutationFn: () =>
      call(paths.part('maintenance', tenant, instance), {
        method: 'PUT',
        body: { windows: drafts.map(windowOf) },
        ifMatch: maintenance.etag,
      }),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: ['tenants', 'maintenance'] });
    },
  });
  const wrong = sent.error instanceof ApiError ? errorsUnder(sent.error.problem.errors, '/windows') : {};
  return (
    <FormDialog
      title={t('maintenance.editOf', { name: instance ?? tenant })}
      description={t('maintenance.editHelp')}
      submit={t('maintenance.save')}
      busy={sent.isPending}
      disabled={drafts.some((draft) => draft.days.length === 0)}
      error={sent.error}
      shownElsewhere={({ pointer }) => /^\/windows\/\d+\/(start|durationMinutes|zone)$/.test(pointer)}
      onSubmit={() => sent.mutate()}
      onClose={onClose}
    >
      {drafts.map((draft, index) => (
        <WindowFields
          key={index}
          number={index + 1}
          draft={draft}
          wrong={(field) => wrong[`/${index}/${field}`]}
          onChange={(next) => setDrafts(drafts.map((one, at) => (at === index ? next : one)))}
          onRemove={() => setDrafts(drafts.filter((_, at) => at !== index))}
        />
      ))}
      <div>
        <Button
          variant="secondary"
          onClick={() => setDrafts([...drafts, newWindow()])}
          data-testid="add-window"
        >
          {t('maintenance.add')}
        </Button>
      </div>
    </FormDialog>
  );
}

interface FieldsProps {
  number: number;
  draft: WindowDraft;
  wrong: (field: 'start' | 'durationMinutes' | 'zone') => string | undefined;
  onChange: (draft: WindowDraft) => void;
  onRemove: () => void;
}

function WindowFields({ number, draft, wrong, onChange, onRemove }: FieldsProps) {
  const { t } = useTranslation();
  const text = (field: 'start' | 'durationMinutes' | 'zone') => ({
    value: draft[field],
    onChange: (value: string) => onChange({ ...draft, [field]: value }),
    error: wrong(field),
    required: true,
    testId: `window-${number}-${field}`,
  });
  return (
    <fieldset className="m-stack-small">
      <legend className="m-section-title">{t('maintenance.window', { number })}</legend>
      <div role="group" aria-label={t('maintenance.days')} className="m-actions">
        {DAYS.map((day) => (
          <Checkbox
            key={day}
            id={`window-${number}-${day}`}
            label={t(`maintenance.day.${day}`)}
            isChecked={draft.days.includes(day)}
            onChange={(_, on) =>
              onChange({
                ...draft,
                days: DAYS.filter((one) => (one === day ? on : draft.days.includes(one))),
              })
            }
          />
        ))}
      </div>
      <TextField label={t('maintenance.start')} help={t('maintenance.startHelp')} {...text('start')} />
      <TextField label={t('maintenance.duration')} type="number" {...text('durationMinutes')} />
      <TextField label={t('maintenance.zone')} help={t('maintenance.zoneHelp')} {...text('zone')} />
      <div>
        <Button variant="link" isInline onClick={onRemove}>
          {t('maintenance.remove', { number })}
        </Button>
      </div>
    </fieldset>
  );
}
