// @vitest-environment jsdom
import '../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import { RecordDialog, type RecordField } from './RecordDialog';

const fields: RecordField<'name' | 'kind'>[] = [
  {
    name: 'name',
    label: 'Name',
    required: true,
    help: 'Short.',
    wrong: (value) => (value.includes(' ') ? 'Without blanks.' : null),
  },
  {
    name: 'kind',
    label: 'Kind',
    initial: 'a',
    choices: [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ],
  },
];

function open(send: (values: Record<'name' | 'kind', string>) => Promise<string>, onDone = vi.fn()) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <RecordDialog title="Add" submit="Add" fields={fields} send={send} onDone={onDone} onClose={vi.fn()} />
    </QueryClientProvider>,
  );
  return {
    onDone,
    name: screen.getByTestId('field-name'),
    submit: screen.getByRole('button', { name: 'Add' }),
  };
}

it('sends what was given once it is complete and right', async () => {
  const send = vi.fn((values: object) => Promise.resolve(JSON.stringify(values)));
  const { onDone, name, submit } = open(send);
  expect(submit).toBeDisabled();
  await userEvent.type(name, 'two words');
  expect(submit).toBeDisabled();
  expect(name).toHaveAccessibleDescription(/Without blanks/);
  await userEvent.clear(name);
  await userEvent.type(name, 'one');
  expect(name).toHaveAccessibleDescription('Short.');
  await userEvent.selectOptions(screen.getByTestId('field-kind'), 'b');
  await userEvent.click(submit);
  expect(send).toHaveBeenCalledWith({ name: 'one', kind: 'b' });
  expect(onDone).toHaveBeenCalledWith('{"name":"one","kind":"b"}');
});

it('puts what the server refuses at its field, once, and keeps what was typed', async () => {
  const refusal = new ApiError({
    type: 't',
    title: 'Name taken',
    status: 409,
    detail: 'Choose another name.',
    errors: [{ pointer: '/name', message: 'is taken' }],
  });
  const { onDone, name, submit } = open(() => Promise.reject(refusal));
  await userEvent.type(name, 'one');
  await userEvent.click(submit);
  await screen.findByText('Choose another name.');
  expect(name).toHaveAccessibleDescription(/is taken/);
  expect(screen.getAllByText('is taken')).toHaveLength(1);
  expect(name).toHaveValue('one');
  expect(onDone).not.toHaveBeenCalled();
});

it('puts what is refused of a choice at the choice', async () => {
  const refusal = new ApiError({
    type: 't',
    title: 'Not valid',
    status: 422,
    detail: 'Some fields are wrong.',
    errors: [{ pointer: '/kind', message: 'is not offered here' }],
  });
  const { name, submit } = open(() => Promise.reject(refusal));
  await userEvent.type(name, 'one');
  await userEvent.click(submit);
  await screen.findByText('is not offered here');
  expect(screen.getByTestId('field-kind')).toHaveAccessibleDescription(/is not offered here/);
});
