'use client';

import { useMemo, useState } from 'react';
import type { SyntheticReport } from '@/lib/contracts/synthetic';
import { describeTheory } from '@/lib/synthetic/describe-theory';
import { reportOutcomes } from '@/lib/synthetic/tasks';
import { useSettled } from '../selection/use-settled';
import { ErrorNote } from '../ui/error-note';
import { Page, PageHeader } from '../ui/page-header';
import { Section } from '../ui/section';
import { Skeleton } from '../ui/skeleton';
import { useUrlState } from '../ui/use-url-state';
import { TheoryChart } from '../charts/theory-chart';
import { LaboratoryControls } from './laboratory-controls';
import { commandOf, configOf, readSetting } from './laboratory-setting';
import { SettingStats } from './setting-stats';
import { SimulationBar } from './simulation-bar';
import { useTaskRun } from './use-task-run';

const SETTLED_MS = 200;

/** Selection on data whose law is known: what the theory says while one turns the setting, and simulations beside it. */
export function LaboratoryPage() {
  const url = useUrlState();
  const setting = readSetting(url.get, url.getNumber);
  const config = useSettled(configOf(setting), SETTLED_MS);
  const key = JSON.stringify(config);
  /** the configuration that is to be simulated: another one has to be asked for again */
  const [simulatedKey, setSimulatedKey] = useState<string | null>(null);
  const isSimulated = simulatedKey === key;
  const lines = useTaskRun(config, 'line', true);
  const trials = useTaskRun(config, 'trial', isSimulated);
  const isComplete = lines.done === lines.total;
  const report = useMemo(
    (): SyntheticReport | null =>
      isComplete
        ? reportOutcomes(config, [...lines.outcomes, ...(isSimulated ? trials.outcomes : [])], 0)
        : null,
    [config, isComplete, isSimulated, lines.outcomes, trials.outcomes],
  );
  const error = lines.error ?? trials.error;
  return (
    <Page>
      <PageHeader
        title="Laboratory"
        description="Where selection helps and where it harms, on data whose law is known: the theory as lines, simulations as dots. Nothing here touches your projects."
      />
      <div className="grid items-start gap-6 lg:grid-cols-[20rem_minmax(0,1fr)]">
        <Section title="Setting">
          <LaboratoryControls setting={setting} onChange={url.set} />
        </Section>
        <div className="flex min-w-0 flex-col gap-6">
          {error ? <ErrorNote error={{ message: error, remedy: 'Try another setting.' }} /> : null}
          <Section
            title="Misclassification against the fraction kept"
            description={report ? describeTheory(report.lines).join(' ') : undefined}
          >
            {report ? (
              <TheoryChart report={report} fraction={setting.kept / 100} />
            ) : (
              !error && <Skeleton className="h-110" />
            )}
            <SimulationBar
              isRunning={isSimulated && trials.done < trials.total && !trials.error}
              done={isSimulated ? trials.done : 0}
              total={trials.total}
              onStart={() => setSimulatedKey(key)}
              onStop={() => setSimulatedKey(null)}
            />
          </Section>
          {report && <SettingStats report={report} fraction={setting.kept / 100} />}
          <Section title="On the command line">
            <p className="mb-2 max-w-[75ch] text-ink-soft">
              The same, with table, chart and report as files. More pools make the intervals shorter.
            </p>
            <pre
              tabIndex={0}
              aria-label="Command"
              className="overflow-x-auto rounded-md bg-sunken p-3 font-mono text-sm break-words whitespace-pre-wrap"
            >
              {commandOf(config)}
            </pre>
          </Section>
        </div>
      </div>
    </Page>
  );
}
