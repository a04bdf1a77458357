import {
  Button,
  Checkbox,
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
} from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { regionsQuery } from '../../api/fleet';
import type { PlacementPolicy, Spread } from '../../api/types';
import { StateLabel } from '../../ui/StateLabel';
import { ChoiceField } from '../../ui/TextField';

const SPREADS: Spread[] = ['REGIONS', 'ZONES', 'NODES', 'NONE'];

/** Which regions are allowed, in which order, and over what pods are spread. None chosen: any region. */
export function PlacementFields({
  value,
  onChange,
}: {
  value: PlacementPolicy;
  onChange: (value: PlacementPolicy) => void;
}) {
  const { t } = useTranslation();
  // Not everybody may see regions: then any region is allowed and the server decides.
  const regions = useQuery({ ...regionsQuery, retry: false });
  const chosen = value.regions ?? [];
  const set = (next: string[]) =>
    onChange({
      ...(next.length > 0 ? { regions: next } : {}),
      ...(value.spread ? { spread: value.spread } : {}),
    });
  const up = (name: string) => {
    const at = chosen.indexOf(name);
    const next = [...chosen];
    next.splice(at, 1);
    next.splice(at - 1, 0, name);
    set(next);
  };
  return (
    <div className="m-form-fields">
      {regions.data && regions.data.length > 0 && (
        <FormGroup role="group" label={t('install.regions')} fieldId="regions">
          <ul className="m-rows m-rows-tight">
            {regions.data.map((region) => {
              const at = chosen.indexOf(region.name);
              return (
                <li key={region.id}>
                  <Checkbox
                    id={`region-${region.name}`}
                    label={
                      region.displayName && region.displayName !== region.name
                        ? `${region.displayName} (${region.name})`
                        : region.name
                    }
                    description={`${t(`provider.${region.provider}`)} · ${t('regions.zonesCount', { count: region.zones.length })} · ${t('regions.nodesOf', { ready: region.nodesReady, total: region.nodes })}`}
                    isChecked={at >= 0}
                    onChange={(_, checked) =>
                      set(checked ? [...chosen, region.name] : chosen.filter((one) => one !== region.name))
                    }
                  />
                  <span className="m-row-end">
                    {at >= 0 && (
                      <span className="m-order m-figures">{t('install.order', { number: at + 1 })}</span>
                    )}
                    {at > 0 && (
                      <Button
                        variant="link"
                        isInline
                        onClick={() => up(region.name)}
                        aria-label={t('install.upOf', { region: region.name })}
                      >
                        {t('install.up')}
                      </Button>
                    )}
                    {region.state !== 'READY' && <StateLabel state={region.state} compact />}
                  </span>
                </li>
              );
            })}
          </ul>
          <FormHelperText>
            <HelperText>
              <HelperTextItem>{t('install.regionsHelp')}</HelperTextItem>
            </HelperText>
          </FormHelperText>
        </FormGroup>
      )}
      <ChoiceField<Spread | ''>
        label={t('install.spread')}
        value={value.spread ?? ''}
        onChange={(spread) =>
          onChange({
            ...(value.regions ? { regions: value.regions } : {}),
            ...(spread === '' ? {} : { spread }),
          })
        }
        choices={[
          { value: '', label: t('install.spreadDefault') },
          ...SPREADS.map((one) => ({ value: one, label: t(`spread.${one}`) })),
        ]}
        help={t('install.spreadHelp')}
      />
    </div>
  );
}
