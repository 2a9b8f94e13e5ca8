'use client';

import type { SplitRule } from '@/lib/contracts/ingest';
import { SPLITS, type Split } from '@/lib/contracts/project';
import { Input } from '../ui/input';
import { NumberField } from '../ui/number-field';
import { Select, type SelectOption } from '../ui/select';
import { DEFAULT_SPLIT } from './default-split';

const SPLIT_WORDS: Record<Split, string> = {
  pool: 'Pool: can be selected',
  seed: 'Seed: its labels train the surrogate',
  test: 'Test: only measures',
};

interface SplitRuleFieldsProps {
  readonly value: SplitRule;
  readonly onValueChange: (rule: SplitRule) => void;
  /** Tables have columns, file trees have folders. */
  readonly source: 'folders' | 'columns' | 'neither';
}

function startOf(by: SplitRule['by']): SplitRule {
  if (by === 'fixed') return { by, split: 'pool' };
  if (by === 'folder') return { by };
  if (by === 'column') return { by, column: 'split' };
  return DEFAULT_SPLIT;
}

/** How examples are put into pool, seed and test. */
export function SplitRuleFields({ value, onValueChange, source }: SplitRuleFieldsProps) {
  const rules: SelectOption<SplitRule['by']>[] = [
    { value: 'random', label: 'Drawn at random', detail: 'Stratified by label where labels are known' },
    { value: 'fixed', label: 'All into one', detail: 'For files that are one split already' },
  ];
  if (source === 'folders') {
    rules.push({
      value: 'folder',
      label: 'As the file says',
      detail: 'By its first folder: pool (or train), seed, test',
    });
  }
  if (source === 'columns') {
    rules.push({
      value: 'column',
      label: 'By a column',
      detail: 'With the values pool (or train), seed, test',
    });
  }
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <Select
        label="Pool, seed and test"
        value={value.by}
        options={rules}
        onValueChange={(by) => onValueChange(startOf(by))}
      />
      {value.by === 'fixed' && (
        <Select
          label="Which"
          value={value.split}
          options={SPLITS.map((split) => ({ value: split, label: SPLIT_WORDS[split] }))}
          onValueChange={(split) => onValueChange({ by: 'fixed', split })}
        />
      )}
      {value.by === 'column' && (
        <Input
          label="Column of the split"
          value={value.column}
          onValueChange={(column) => onValueChange({ by: 'column', column })}
        />
      )}
      {value.by === 'random' && <RandomShares rule={value} onValueChange={onValueChange} />}
    </div>
  );
}

type RandomRule = Extract<SplitRule, { by: 'random' }>;

interface RandomSharesProps {
  readonly rule: RandomRule;
  readonly onValueChange: (rule: SplitRule) => void;
}

function RandomShares({ rule, onValueChange }: RandomSharesProps) {
  const set = (change: Partial<RandomRule>) => onValueChange({ ...rule, ...change });
  const overfull =
    rule.seedShare + rule.testShare > 1 ? 'Seed and test together are more than everything.' : null;
  return (
    <>
      <NumberField
        label="Random seed"
        value={rule.seed}
        min={0}
        onValueChange={(seed) => set({ seed: seed ?? 1 })}
      />
      <NumberField
        label="Seed share"
        unit="%"
        min={0}
        max={100}
        value={percent(rule.seedShare)}
        onValueChange={(value) => set({ seedShare: (value ?? 0) / 100 })}
        hint="Labeled first, to train the surrogate"
        error={overfull}
      />
      <NumberField
        label="Test share"
        unit="%"
        min={0}
        max={100}
        value={percent(rule.testShare)}
        onValueChange={(value) => set({ testShare: (value ?? 0) / 100 })}
        hint="Never selected, only measures"
      />
    </>
  );
}

/** Without the rounding dust of 0.07 * 100. */
function percent(share: number): number {
  return Number((share * 100).toFixed(6));
}
