import { LABEL_PROCESSES, labelProcessByName } from '@/lib/synthetic/label-process';
import { formatNumber, formatPercent } from '../ui/format';
import { NumberField } from '../ui/number-field';
import { Select } from '../ui/select';
import { Slider } from '../ui/slider';
import { RANGES, type LaboratorySetting } from './laboratory-setting';

interface LaboratoryControlsProps {
  readonly setting: LaboratorySetting;
  readonly onChange: (values: Partial<LaboratorySetting>) => void;
}

const THEORIES = [
  {
    value: 'proportional',
    label: 'Pool and dimension alike',
    detail: 'Theorem 4: any number of examples a dimension, with ridge.',
  },
  {
    value: 'low-dimensional',
    label: 'Many examples a dimension',
    detail: 'The closed form without ridge, for a surrogate that knows the teacher.',
  },
] as const;

/** Everything that can be turned. All of it stands in the URL. */
export function LaboratoryControls({ setting, onChange }: LaboratoryControlsProps) {
  const { labels, dimension, pool, signal, exponent, logRidge, kept, surrogateLabels, theory } = setting;
  return (
    <div className="flex flex-col gap-4">
      <Select
        label="Labels"
        value={labels}
        onValueChange={(value) => onChange({ labels: value })}
        options={LABEL_PROCESSES.map(({ name, title, description }) => ({
          value: name,
          label: title,
          detail: description,
        }))}
        hint={labelProcessByName(labels).description}
      />
      <div className="grid grid-cols-2 gap-3">
        <NumberField
          label="Pool"
          {...RANGES.pool}
          value={pool}
          onValueChange={(value) => onChange({ pool: value ?? undefined })}
        />
        <NumberField
          label="Dimension"
          {...RANGES.dimension}
          value={dimension}
          onValueChange={(value) => onChange({ dimension: value ?? undefined })}
        />
        <p className="col-span-2 -mt-1 text-sm text-ink-faint">
          {formatNumber(pool / dimension, 2)} examples a dimension.
        </p>
      </div>
      <Slider
        label="Signal"
        {...RANGES.signal}
        value={signal}
        display={formatNumber(signal)}
        onValueChange={(value) => onChange({ signal: value })}
      />
      <Slider
        label="Exponent"
        {...RANGES.exponent}
        value={exponent}
        display={`−${exponent}, 0 and +${exponent}`}
        onValueChange={(value) => onChange({ exponent: value })}
      />
      <Slider
        label="Ridge"
        {...RANGES.logRidge}
        value={logRidge}
        display={formatNumber(10 ** logRidge, 2)}
        onValueChange={(value) => onChange({ logRidge: value })}
      />
      <Slider
        label="Kept"
        {...RANGES.kept}
        value={kept}
        display={formatPercent(kept / 100, 0)}
        onValueChange={(value) => onChange({ kept: value })}
      />
      <NumberField
        label="Labels of the surrogate"
        {...RANGES.surrogateLabels}
        value={surrogateLabels}
        hint={
          surrogateLabels < 2
            ? '0: it knows the teacher.'
            : 'It learned from these, outside the pool. The theory takes some seconds then.'
        }
        onValueChange={(value) => onChange({ surrogateLabels: value ?? undefined })}
      />
      <Select
        label="Theory"
        value={surrogateLabels < 2 ? theory : 'proportional'}
        disabled={surrogateLabels >= 2}
        onValueChange={(value) => onChange({ theory: value })}
        options={THEORIES}
      />
    </div>
  );
}
