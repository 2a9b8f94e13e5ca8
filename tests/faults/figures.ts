import { availableParallelism, cpus, release } from 'node:os';

/** One fault and how long Winnow took to be whole again. */
export interface InjectedFault {
  readonly scenario: string;
  /** what was struck, e.g. `worker` */
  readonly victim: string;
  /** what was done to it, e.g. `SIGKILL` */
  readonly how: string;
  /** what ran at that moment, e.g. `run-study, push` */
  readonly during: string;
  readonly recoverySeconds: number;
}

/** A number that a scenario counted, such as answers that were acknowledged. */
export interface Count {
  readonly scenario: string;
  readonly name: string;
  readonly value: number | string;
}

export interface Figures {
  readonly faults: InjectedFault[];
  readonly counts: Count[];
}

/** How the whole run went, as Markdown: what docs/reliability.md shows. */
export function figuresAsMarkdown(
  figures: Figures,
  run: { seed: number; command: string; seconds: number },
): string {
  const { faults } = figures;
  const kills = faults.filter(({ how }) => how === 'SIGKILL').length;
  const lines = [
    `\`${run.command}\`, seed ${run.seed}: ${kills} kills and ${faults.length - kills} other faults in ${Math.round(run.seconds)} s on ${availableParallelism()} × ${cpus()[0]?.model}, Linux ${release()}, Node ${process.version}.`,
    '',
    '| scenario | struck | by | times | recovery, median s | longest s |',
    '| --- | --- | --- | ---: | ---: | ---: |',
    ...groupsOf(faults, ({ scenario, victim, how }) => `${scenario} | ${victim} | ${how}`).map(
      ([group, members]) => {
        const seconds = members.map(({ recoverySeconds }) => recoverySeconds).sort((a, b) => a - b);
        const median = seconds[Math.floor((seconds.length - 1) / 2)] ?? 0;
        return `| ${group} | ${members.length} | ${median.toFixed(1)} | ${(seconds.at(-1) ?? 0).toFixed(1)} |`;
      },
    ),
    '',
    '| ran at the moment of a kill | kills |',
    '| --- | ---: |',
    ...momentsOf(faults).map(([moment, count]) => `| ${moment} | ${count} |`),
    '',
    '| scenario | counted | |',
    '| --- | --- | ---: |',
    ...figures.counts.map(({ scenario, name, value }) => `| ${scenario} | ${name} | ${format(value)} |`),
  ];
  return `${lines.join('\n')}\n`;
}

function momentsOf(faults: readonly InjectedFault[]): [string, number][] {
  const kills = faults.filter(({ how }) => how === 'SIGKILL');
  const moments = kills.flatMap(({ during }) => (during === '' ? ['nothing'] : during.split(', ')));
  const counts = groupsOf(moments, (moment) => moment).map(([moment, all]): [string, number] => [
    moment,
    all.length,
  ]);
  return counts.sort(([, a], [, b]) => b - a);
}

function groupsOf<Item>(items: readonly Item[], keyOf: (item: Item) => string): [string, Item[]][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}

function format(value: number | string): string {
  return typeof value === 'number' ? value.toLocaleString('en') : value;
}
