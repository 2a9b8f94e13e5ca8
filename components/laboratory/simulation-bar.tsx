import { CircleStop, Play } from 'lucide-react';
import { Button } from '../ui/button';
import { formatQuantity } from '../ui/format';
import { Progress } from '../ui/progress';
import { SIMULATED_POOLS } from './laboratory-setting';

interface SimulationBarProps {
  readonly isRunning: boolean;
  readonly done: number;
  readonly total: number;
  readonly onStart: () => void;
  readonly onStop: () => void;
}

/** Starts and stops the simulation of the present setting, and says how far it is. */
export function SimulationBar({ isRunning, done, total, onStart, onStop }: SimulationBarProps) {
  const isDone = done > 0 && done === total;
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line pt-4">
      {isRunning ? (
        <Button icon={<CircleStop aria-hidden />} onClick={onStop}>
          Stop
        </Button>
      ) : (
        <Button
          variant={isDone ? 'secondary' : 'primary'}
          icon={<Play aria-hidden />}
          disabled={isDone}
          onClick={onStart}
        >
          Simulate
        </Button>
      )}
      <div className="min-w-48 flex-1">
        <p className="text-sm text-ink-soft" role="status">
          {isRunning
            ? `${done} of ${formatQuantity(total, 'pool')}`
            : isDone
              ? `${formatQuantity(total, 'pool')} drawn and fitted; the dots are their means.`
              : `Draws ${SIMULATED_POOLS} pools in this browser and fits every selection; changing the setting stops it.`}
        </p>
        {isRunning && <Progress className="mt-1.5" label="Simulation" value={done} max={total} />}
      </div>
    </div>
  );
}
