// @vitest-environment jsdom
import '../testSetup';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it, vi } from 'vitest';
import type { JsonSchema, Options } from '../api/types';
import { OptionsForm } from './OptionsForm';
import { SecretChoices } from './secretChoices';

const schema: JsonSchema = {
  type: 'object',
  properties: {
    brokers: { type: 'object', title: 'Brokers', properties: { count: { type: 'integer', default: 3 } } },
    mode: { type: 'string', enum: ['a', 'b'], default: 'a' },
    tls: { type: 'boolean', default: false, title: 'TLS' },
  },
};

function Harness({ errors, seen }: { errors: Record<string, string>; seen: (options: Options) => void }) {
  const [value, setValue] = useState<Options>({});
  return (
    <OptionsForm
      schema={schema}
      value={value}
      errors={errors}
      onChange={(next) => {
        setValue(next);
        seen(next);
      }}
    />
  );
}

it('shows defaults, and gives only what was changed', async () => {
  let last: Options = {};
  render(<Harness errors={{}} seen={(next) => (last = next)} />);
  const count = screen.getByLabelText('Count');
  expect(count).toHaveAttribute('placeholder', '3');
  await userEvent.type(count, '5');
  expect(last).toEqual({ brokers: { count: 5 } });
  await userEvent.selectOptions(screen.getByLabelText('Mode'), '"b"');
  await userEvent.click(screen.getByLabelText('TLS'));
  expect(last).toEqual({ brokers: { count: 5 }, mode: 'b', tls: true });
  await userEvent.click(screen.getByLabelText('TLS'));
  expect(last).toEqual({ brokers: { count: 5 }, mode: 'b' });
});

it('shows an error at its field', () => {
  render(<Harness errors={{ '/brokers/count': 'Must be 50 or less.' }} seen={() => undefined} />);
  const count = screen.getByLabelText('Count');
  expect(count).toHaveAttribute('aria-invalid', 'true');
  expect(count).toHaveAccessibleDescription(/Must be 50 or less/);
});

it('offers the secrets of the tenant where an option names one, and a field where they are not known', async () => {
  const schema = {
    type: 'object',
    properties: { password: { type: 'string', format: 'secret', title: 'Password' } },
  } as JsonSchema;
  const onChange = vi.fn();
  const form = <OptionsForm schema={schema} value={{}} errors={{}} onChange={onChange} />;
  const { rerender } = render(<SecretChoices value={['kafka/password']}>{form}</SecretChoices>);
  await userEvent.selectOptions(screen.getByLabelText('Password'), 'secret:kafka/password');
  expect(onChange).toHaveBeenCalledWith({ password: 'secret:kafka/password' });
  rerender(<SecretChoices value={null}>{form}</SecretChoices>);
  expect(screen.getByLabelText('Password')).toHaveAttribute('placeholder', 'secret:path');
});
