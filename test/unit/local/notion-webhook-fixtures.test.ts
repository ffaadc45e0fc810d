import { API_VERSIONS, eventFixtures, webhookFixtures } from '../../fixtures/webhooks/index.ts';

const typesOf = (version: string) =>
  eventFixtures.filter(({ apiVersion }) => apiVersion === version).map(({ payload }) => payload.type);

test('all names differ', () => {
  expect(new Set(webhookFixtures.map(({ name }) => name)).size).toBe(webhookFixtures.length);
});

test('each payload names its version', () => {
  for (const { apiVersion, payload } of eventFixtures) expect(payload.api_version).toBe(apiVersion);
});

test('data sources and views came with 2025-09-03, and nothing went away', () => {
  const [oldest, ...newer] = API_VERSIONS.map(typesOf);
  for (const types of newer) {
    expect(
      types.filter((type) => !oldest?.includes(type)).every((type) => /^(data_source|view)\./.test(type)),
    ).toBe(true);
    expect(oldest?.every((type) => types.includes(type))).toBe(true);
    expect(types).toHaveLength((oldest?.length ?? 0) + 9);
  }
});

test('a row tells of its data source from 2025-09-03 on', () => {
  const rows = eventFixtures.filter(({ payload }) => payload.type === 'page.properties_updated');
  const withDataSource = rows.filter(({ payload }) => JSON.stringify(payload).includes('"data_source_id"'));
  expect(withDataSource.map(({ apiVersion }) => apiVersion)).toEqual(['2025-09-03', '2026-03-11']);
});
