import { Button, Form } from '@patternfly/react-core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, call, errorsUnder } from '../../api/client';
import { meQuery } from '../../api/queries';
import type { OpenInvitation } from '../../api/types';
import { Mark } from '../../shell/Mark';
import { ProblemPanel } from '../../ui/ProblemPanel';
import { roleName } from '../../ui/roleName';
import { TextField } from '../../ui/TextField';
import { forgetInvitationSecret, takeInvitationSecret } from './invitationSecret';

/** Where the link of an invitation leads: to accept as who is signed in, or to make an account. */
export function InvitationPage() {
  const { t } = useTranslation();
  const [secret] = useState(takeInvitationSecret);
  const me = useQuery({ ...meQuery, retry: false });
  const invitation = useQuery({
    queryKey: ['invitation', secret],
    queryFn: async () => {
      const body = { secret };
      return (await call<OpenInvitation>('/invitations/lookup', { method: 'POST', body })).value;
    },
    enabled: secret !== null,
    retry: false,
    staleTime: Infinity,
    gcTime: 0,
  });
  const [taken, setTaken] = useState<string | null>(null);
  useEffect(() => {
    document.title = `${t('invitation.title')} · Meridian`;
  }, [t]);
  if (secret === null) return <Alone title={t('invitation.title')}>{t('invitation.noLink')}</Alone>;
  if (invitation.error)
    return (
      <Alone title={t('invitation.title')}>
        <ProblemPanel error={invitation.error} />
      </Alone>
    );
  if (!invitation.data || me.isPending) return <Alone title={t('invitation.title')}>{null}</Alone>;
  const given = invitation.data;
  const place = given.tenantPath ?? t('invitation.thePlatform');
  if (taken !== null)
    return (
      <Alone title={t('invitation.doneTitle')}>
        <p>{t('invitation.done', { name: taken, place })}</p>
        <Button component="a" href="/">
          {t('invitation.goOn')}
        </Button>
      </Alone>
    );
  return (
    <Alone title={t('invitation.title')}>
      <p>{t('invitation.lead', { name: given.invitedBy, place })}</p>
      <p>
        {given.role === null
          ? t('invitation.getsGroup', { group: given.group ?? '' })
          : t('invitation.getsRole', { role: roleName(t, given.role) })}
      </p>
      {me.data ? (
        <Accept secret={secret} name={me.data.username} onTaken={setTaken} />
      ) : (
        <>
          {given.mayRegister && <Register secret={secret} email={given.email} onTaken={setTaken} />}
          <Button variant="link" component="a" href="/login/start?returnTo=/invitation">
            {t('invitation.signIn')}
          </Button>
        </>
      )}
    </Alone>
  );
}

function Alone({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="m-alone">
      <Mark size={48} />
      <h1>{title}</h1>
      {children}
    </main>
  );
}

interface TakeProps {
  secret: string;
  onTaken: (username: string) => void;
}

function useTaking(path: string, body: Record<string, string>, onTaken: (username: string) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => (await call<{ username: string }>(path, { method: 'POST', body })).value,
    onSuccess: async ({ username }) => {
      forgetInvitationSecret();
      onTaken(username);
      await client.invalidateQueries({ queryKey: ['me'] });
    },
    gcTime: 0,
  });
}

function Accept({ secret, name, onTaken }: TakeProps & { name: string }) {
  const { t } = useTranslation();
  const accept = useTaking('/invitations/accept', { secret }, onTaken);
  return (
    <>
      <p className="m-muted">{t('invitation.asYou', { name })}</p>
      {accept.error && <ProblemPanel error={accept.error} />}
      <Button onClick={() => accept.mutate()} isDisabled={accept.isPending} data-testid="accept-invitation">
        {t('invitation.accept')}
      </Button>
    </>
  );
}

function Register({ secret, email, onTaken }: TakeProps & { email: string }) {
  const { t } = useTranslation();
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const register = useTaking('/invitations/register', { secret, displayName, password }, onTaken);
  const refused = register.error instanceof ApiError ? errorsUnder(register.error.problem.errors, '') : {};
  const ready = displayName.trim() !== '' && password !== '' && !register.isPending;
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) register.mutate();
      }}
    >
      <TextField
        label={t('invitation.yourName')}
        value={displayName}
        onChange={setDisplayName}
        error={refused['/displayName']}
        required
        testId="invitation-name"
      />
      <TextField
        label={t('invitation.password')}
        help={t('invitation.passwordHelp', { email })}
        type="password"
        value={password}
        onChange={setPassword}
        error={refused['/password']}
        required
        testId="invitation-password"
      />
      {register.error && Object.keys(refused).length === 0 && <ProblemPanel error={register.error} />}
      <Button type="submit" isDisabled={!ready} data-testid="register">
        {t('invitation.register')}
      </Button>
    </Form>
  );
}
