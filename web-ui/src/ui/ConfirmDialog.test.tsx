// @vitest-environment jsdom
import '../testSetup';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { ApiError } from '../api/client';
import { ConfirmDialog } from './ConfirmDialog';

function open(send: () => Promise<unknown>, typed?: { label: string; word: string; testId: string }) {
  const onClose = vi.fn();
  const onDone = vi.fn(() => Promise.resolve());
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ConfirmDialog
        danger
        title="Remove it"
        submit="Remove"
        {...(typed ? { typed } : {})}
        send={send}
        onDone={onDone}
        onClose={onClose}
      />
    </QueryClientProvider>,
  );
  return { onClose, onDone, submit: screen.getByRole('button', { name: 'Remove' }) };
}

it('does nothing before the word was typed as it is', async () => {
  const send = vi.fn(() => Promise.resolve());
  const { submit } = open(send, { label: 'Type blue', word: 'blue', testId: 'word' });
  expect(submit).toBeDisabled();
  await userEvent.type(screen.getByTestId('word'), 'blu{Enter}');
  expect(send).not.toHaveBeenCalled();
  await userEvent.type(screen.getByTestId('word'), 'e{Enter}');
  expect(send).toHaveBeenCalledOnce();
});

it('closes when it is done, and reads again what it changed', async () => {
  const { onClose, onDone, submit } = open(() => Promise.resolve());
  await userEvent.click(submit);
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(onClose).toHaveBeenCalledOnce();
});

it('stays with the reason when it was refused, and can be tried again', async () => {
  const refusal = new ApiError({ type: 't', title: 'In use', status: 409, detail: 'kafka uses it.' });
  const send = vi.fn(() => Promise.reject(refusal));
  const { onClose, onDone, submit } = open(send);
  await userEvent.click(submit);
  await screen.findByText('kafka uses it.');
  await userEvent.click(submit);
  expect(send).toHaveBeenCalledTimes(2);
  expect(onClose).not.toHaveBeenCalled();
  expect(onDone).not.toHaveBeenCalled();
});
