import { newId } from '../../../../src/db/ids.ts'
import type { Tx } from '../../../../src/db/connection.ts'
import { itemByCode } from '../../../../src/domain/framework.ts'
import type { Instant } from '../../../../src/domain/time.ts'
import { frameworkVersion } from '../../../../src/modules/frameworks/frameworks/framework.store.ts'

interface Made {
  frameworkVersionId: string
  lead: string
  coordinator: string
  at: Instant
}

/**
 * Adds an example for each of two released applications. The first example is not published, the second is.
 * @returns `example`: the id of the published example
 */
export async function sharedExamples(
  trx: Tx,
  [draft, shown]: readonly [string, string],
  made: Made,
): Promise<{ example: string }> {
  await anExample(trx, draft, made, null)
  return { example: await anExample(trx, shown, made, made.at) }
}

async function anExample(
  trx: Tx,
  application: string,
  { frameworkVersionId, lead, coordinator, at }: Made,
  published: Instant | null,
): Promise<string> {
  await trx('example_choices').insert({
    id: newId(),
    application_id: application,
    sharing: 'unnamed',
    chosen_by: lead,
    chosen_at: at,
  })
  const id = newId()
  await trx('examples').insert({
    id,
    application_id: application,
    framework_version_id: frameworkVersionId,
    region: 'Wales',
    branches: 3,
    prepared_by: coordinator,
    prepared_at: at,
    published_by: published && coordinator,
    published_at: published,
  })
  const framework = await frameworkVersion(trx, frameworkVersionId)
  await trx('example_texts').insert(
    ['L1', 'L2', 'L3'].map((code, place) => ({
      id: newId(),
      example_id: id,
      place,
      item_id: itemByCode(framework, code)!.id,
      answer: 'Everyone can join.',
      kept_reason: '',
      edited_by: coordinator,
      edited_at: at,
      version: 1,
    })),
  )
  return id
}
