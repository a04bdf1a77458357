import { Alert, Button, Checkbox, Form } from '@patternfly/react-core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ApiError, call, errorsUnder } from '../../api/client';
import { newKey } from '../../api/newKey';
import { paths, tenantQuery } from '../../api/queries';
import type { Instance, InstallRequest, Options, Package, PlacementPolicy } from '../../api/types';
import { violations } from '../../forms/schema';
import { SecretChoices } from '../../forms/secretChoices';
import { useViolationText } from '../../forms/useViolationText';
import { instanceLink } from '../../scope/scope';
import { ExplanationView } from '../instance/ExplanationView';
import { isDnsLabel } from '../../ui/names';
import { ProblemPanel } from '../../ui/ProblemPanel';
import { TextField } from '../../ui/TextField';
import { freeName } from './freeName';
import { KeptData } from './KeptData';
import { OptionsEditor } from './OptionsEditor';
import { PlacementFields } from './PlacementFields';
import { Preview } from './Preview';
import { useDryRun } from './useDryRun';
import { useKeptVolumes } from './keptVolumes';
import { useSecretChoices } from './useSecretChoices';

/** Options, placement and review on one page; the three follow each other through the server's dry run. */
export function InstallForm({
  offer,
  path,
  taken,
  wanted,
  restore: restoring = false,
}: {
  offer: Package;
  path: string;
  taken: ReadonlySet<string>;
  /** The name to begin with; a free one when there is none. */
  wanted?: string | undefined;
  /** Whether kept volumes are to be restored, to begin with. */
  restore?: boolean;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const textOf = useViolationText();
  const [name, setName] = useState(() => wanted ?? freeName(offer.name, taken));
  const [options, setOptions] = useState<Options>({});
  const [textBroken, setTextBroken] = useState(false);
  const [placement, setPlacement] = useState<PlacementPolicy>({});
  const [allowWaiting, setAllowWaiting] = useState(false);
  const [restore, setRestore] = useState(restoring);
  const [idempotencyKey, setIdempotencyKey] = useState(() => newKey());
  const tenant = useQuery(tenantQuery(path));
  const choices = useSecretChoices(path, name);
  const kept = useKeptVolumes(path, name, offer.name);

  const request: InstallRequest = {
    name,
    package: offer.name,
    version: offer.version,
    ...(Object.keys(options).length > 0 ? { options } : {}),
    ...(Object.keys(placement).length > 0 ? { placement } : {}),
    ...(allowWaiting ? { allowWaiting } : {}),
    ...(restore && kept.length > 0 ? { restoreVolumes: true } : {}),
  };
  const install = useMutation({
    mutationFn: async () =>
      (
        await call<Instance>(`${paths.tenantBase(path)}/instances`, {
          method: 'POST',
          body: request,
          idempotencyKey,
        })
      ).value,
    onSuccess: (instance) => {
      void client.invalidateQueries({ queryKey: ['instances'] });
      void client.invalidateQueries({ queryKey: ['overview'] });
      void client.invalidateQueries({ queryKey: ['volumes'] });
      void navigate(instanceLink(path, instance.name, 'plans'));
    },
    // A refused request was not accepted: the next try is a new one.
    onError: (error) => {
      if (error instanceof ApiError && error.status > 0) setIdempotencyKey(newKey());
    },
  });

  const local = Object.fromEntries(
    violations(offer.optionsSchema, options).map((one) => [one.pointer, textOf(one)]),
  );
  const nameWrong = !isDnsLabel(name)
    ? t('form.dnsLabelWrong')
    : taken.has(name) && !install.isPending && !install.isSuccess
      ? t('install.nameTaken', { name, tenant: path })
      : null;
  const fine = nameWrong === null && !textBroken && Object.keys(local).length === 0;
  const preview = useDryRun(path, request, fine);

  const problemOf = (error: unknown) => (error instanceof ApiError ? error.problem : undefined);
  const refused = problemOf(install.error) ?? problemOf(fine ? preview.error : null);
  const optionErrors = { ...errorsUnder(refused?.errors, '/options'), ...local };
  const nameError = errorsUnder(refused?.errors, '/name')[''] ?? nameWrong ?? undefined;

  return (
    <Form
      className="m-install"
      onSubmit={(event) => {
        event.preventDefault();
        if (fine && !install.isPending) install.mutate();
      }}
    >
      <div className="m-stack m-min0">
        <section className="m-card" aria-labelledby="install-name">
          <h2 id="install-name" className="m-card-title">
            {t('install.nameTitle')}
          </h2>
          <TextField
            label={t('install.name')}
            value={name}
            onChange={setName}
            required
            help={t('install.nameHelp')}
            error={nameError}
            testId="install-name"
          />
        </section>
        {kept.length > 0 && <KeptData name={name} kept={kept} restore={restore} onChange={setRestore} />}
        <section className="m-card" aria-labelledby="install-options">
          <SecretChoices value={choices}>
            <OptionsEditor
              headingId="install-options"
              schema={offer.optionsSchema}
              value={options}
              errors={optionErrors}
              onChange={setOptions}
              onBroken={setTextBroken}
            />
          </SecretChoices>
        </section>
        <section className="m-card" aria-labelledby="install-placement">
          <h2 id="install-placement" className="m-card-title">
            {t('install.placement')}
          </h2>
          <PlacementFields value={placement} onChange={setPlacement} />
        </section>
      </div>
      <div className="m-review">
        <section className="m-card" aria-labelledby="install-review">
          <h2 id="install-review" className="m-card-title">
            {t('install.review')}
          </h2>
          {!fine ? (
            <Alert variant="warning" isInline isPlain component="p" title={t('install.mend')} />
          ) : (
            <Preview
              preview={preview}
              before={tenant.data?.quota}
              restores={request.restoreVolumes === true}
            />
          )}
          {install.error && (
            <div className="m-gap-top">
              <ProblemPanel
                error={install.error}
                shownElsewhere={({ pointer }) => pointer === '/name' || pointer.startsWith('/options/')}
              />
              {refused?.explanation && preview.data?.placement.decided !== false && (
                <ExplanationView explanation={refused.explanation} compact />
              )}
            </div>
          )}
          <div className="m-gap-top m-stack-small">
            <Checkbox
              id="allow-waiting"
              label={t('install.allowWaiting')}
              description={t('install.allowWaitingHelp')}
              isChecked={allowWaiting}
              onChange={(_, checked) => setAllowWaiting(checked)}
            />
            <Button
              type="submit"
              isBlock
              size="lg"
              isLoading={install.isPending}
              isDisabled={!fine || install.isPending}
              data-testid="install-submit"
            >
              {t('install.action', { name: nameWrong === null ? name : offer.name })}
            </Button>
          </div>
        </section>
      </div>
    </Form>
  );
}
