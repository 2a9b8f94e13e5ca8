import { startWebhookReceiver } from '../support/webhook-receiver';
import { expect, test } from '../support/e2e';
import { openProject, SAMPLE } from '../support/project-path';

test('a program is let in by a key, told by a webhook, and locked out again', async ({ page, baseURL }) => {
  const project = await openProject(page, SAMPLE);
  await page.goto(`${project}/api`);

  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByLabel('Name').fill('nightly');
  await page.getByRole('button', { name: 'Make key' }).click();
  const key = await page.getByLabel('Key', { exact: true }).inputValue();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText(key)).toHaveCount(0);
  const headers = { authorization: `Bearer ${key}` };
  const ask = () => fetch(`${baseURL}/api/v1${project}`, { headers });
  const answer = await ask();
  expect(await answer.json()).toMatchObject({ id: project.split('/')[2], modality: 'image' });

  const jobs = (await (await fetch(`${baseURL}/api/v1${project}/jobs`, { headers })).json()) as {
    id: string;
  }[];
  const stream = await fetch(`${baseURL}/api/v1/jobs/${jobs[0]?.id}/events`, { headers });
  const events = stream.body?.getReader();
  const first = await events?.read();
  expect(new TextDecoder().decode(first?.value)).toMatch(/^event: \w+\ndata: \{"id"/);
  await events?.cancel();

  const receiver = await startWebhookReceiver();
  await page.getByRole('button', { name: 'New webhook' }).click();
  await page.getByLabel('Address').first().fill(receiver.url);
  await page.getByRole('button', { name: 'Make webhook' }).click();
  await expect(page.getByRole('alert')).toContainText('private network');
  await page.getByRole('checkbox', { name: 'The address is in my own network' }).check();
  await page.getByRole('button', { name: 'Make webhook' }).click();
  expect(await page.getByLabel('Secret', { exact: true }).inputValue()).toMatch(/^whsec_/);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText('Taken (200)')).toBeVisible({ timeout: 20_000 });
  expect(JSON.parse(receiver.messages[0]?.body ?? '{}')).toMatchObject({ type: 'ping' });
  await receiver.close();

  await page.getByRole('button', { name: 'Revoke nightly' }).click();
  await page.getByRole('button', { name: 'Revoke key' }).click();
  await expect(page.getByText('Revoked', { exact: true })).toBeVisible();
  expect((await ask()).status).toBe(401);

  await page.getByRole('link', { name: 'Documentation' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Winnow HTTP API' })).toBeVisible();
  await page.getByText('Hand a selection to the annotators').click();
  await expect(
    page.getByText('"$WINNOW/api/v1/projects/{projectId}/selections/{selectionId}/batch"'),
  ).toBeVisible();
});
