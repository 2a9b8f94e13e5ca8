'use client';

import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../api/client';
import { formatCount, formatDuration, formatPercent } from '../ui/format';
import { Section } from '../ui/section';
import { Stat, StatList } from '../ui/stat';

function midnight(): string {
  const day = new Date();
  day.setHours(0, 0, 0, 0);
  return day.toISOString();
}

/** What the reader has answered here. Nothing while that is nothing. */
export function OwnNumbers({ projectId }: { readonly projectId: string }) {
  const trpc = useTRPC();
  const [dayBegan] = useState(midnight);
  const { data } = useQuery(trpc.annotations.mine.queryOptions({ projectId, dayBegan }));
  if (!data || data.answers === 0) return null;
  return (
    <Section title="Your answers">
      <StatList>
        <Stat label="Today" value={formatCount(data.answersToday)} />
        <Stat label="Overall" value={formatCount(data.answers)} />
        <Stat label="Median time" value={formatDuration(data.medianSeconds)} unit="an answer" />
        <Stat label="Skipped" value={formatPercent(data.skipped / data.answers)} />
        <Stat label="Unsure" value={formatPercent(data.unsure / data.answers)} />
        {data.bad > 0 && <Stat label="Bad data" value={formatCount(data.bad)} />}
      </StatList>
    </Section>
  );
}
