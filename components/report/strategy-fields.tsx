'use client';

import type { SchemeInfo } from '@/lib/contracts/selection';
import { SCHEME_FAMILIES } from '@/lib/selections/scheme';
import { FAMILY_TITLES } from '../selection/scheme-facts';
import { Checkbox } from '../ui/checkbox';
import { Input } from '../ui/input';
import { ParameterFields } from '../ui/parameter-fields';
import type { StrategySettings, StudyDraft } from './study-draft';

interface StrategyFieldsProps {
  readonly draft: StudyDraft;
  readonly schemes: readonly SchemeInfo[];
  readonly onChange: (values: Partial<StudyDraft>) => void;
}

/** The baseline of every study: the others are measured against it. */
const BASELINE = 'random';

/** The schemes to compare, each with its own settings. */
export function StrategyFields({ draft, schemes, onChange }: StrategyFieldsProps) {
  const chosen = new Set([BASELINE, ...draft.strategies]);
  const toggle = (name: string, checked: boolean) => {
    const isKept = (scheme: SchemeInfo) => (scheme.name === name ? checked : chosen.has(scheme.name));
    onChange({ strategies: schemes.filter(isKept).map((scheme) => scheme.name) });
  };
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="mb-1.5 text-sm font-medium">
        Schemes <span className="font-normal text-ink-faint">and the names that charts give them</span>
      </legend>
      {SCHEME_FAMILIES.map((family) => (
        <div key={family}>
          <p className="mb-1 text-sm text-ink-soft">{FAMILY_TITLES[family]}</p>
          <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
            {schemes
              .filter((scheme) => scheme.family === family)
              .map((scheme) => (
                <Checkbox
                  key={scheme.name}
                  label={labelOf(scheme)}
                  hint={hintOf(scheme, chosen.has(scheme.name))}
                  checked={chosen.has(scheme.name)}
                  disabled={scheme.name === BASELINE}
                  onCheckedChange={(checked) => toggle(scheme.name, checked)}
                />
              ))}
          </div>
        </div>
      ))}
      {schemes
        .filter(({ name, parameters }) => chosen.has(name) && parameters.length > 0)
        .map((scheme) => (
          <StrategyFieldset
            key={scheme.name}
            scheme={scheme}
            settings={draft.settings[scheme.name] ?? { values: {} }}
            onChange={(settings) => onChange({ settings: { ...draft.settings, [scheme.name]: settings } })}
          />
        ))}
    </fieldset>
  );
}

interface StrategyFieldsetProps {
  readonly scheme: SchemeInfo;
  readonly settings: StrategySettings;
  readonly onChange: (settings: StrategySettings) => void;
}

/** What a chosen scheme's registry entry asks for; of an exponent several can be compared. */
function StrategyFieldset({ scheme, settings, onChange }: StrategyFieldsetProps) {
  const exponent = scheme.parameters.find(({ name }) => name === 'exponent');
  return (
    <fieldset className="rounded-md border border-line-strong/60 px-4 pt-2 pb-4">
      <legend className="px-1 text-sm font-medium">{scheme.title}</legend>
      <div className="grid items-start gap-5 sm:grid-cols-2">
        {exponent && (
          <Input
            label={`Exponents of ${scheme.name}`}
            value={settings.exponents ?? String(exponent.default)}
            onValueChange={(exponents) => onChange({ ...settings, exponents })}
            hint="One curve for each, e.g. -1, 0.5, 1. Above 0 prefers hard examples, below 0 easy ones."
          />
        )}
        <ParameterFields
          parameters={scheme.parameters.filter((parameter) => parameter !== exponent)}
          values={settings.values}
          onValueChange={(name, value) =>
            onChange({ ...settings, values: { ...settings.values, [name]: value } })
          }
        />
      </div>
    </fieldset>
  );
}

function labelOf({ name, title }: SchemeInfo): string {
  return title.toLowerCase().startsWith(name) ? title : `${title} (${name})`;
}

function hintOf({ name, description }: SchemeInfo, isChosen: boolean): string | undefined {
  if (name === BASELINE) return 'Always: the others are measured against it.';
  return isChosen ? description : undefined;
}
