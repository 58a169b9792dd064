import { newId } from '../../../../src/db/ids.ts'
import type { Tx } from '../../../../src/db/connection.ts'
import type { Instant } from '../../../../src/domain/time.ts'
import { itemByCode } from '../../../../src/domain/framework.ts'
import { frameworkVersion } from '../../../../src/modules/frameworks/frameworks/framework.store.ts'

interface Made {
  frameworkVersionId: string
  lead: string
  coordinator: string
  at: Instant
}

/**
 * Adds a calibration case for each of two released applications. The first case is not published, the second is.
 * @returns `practice`: the id of the first criterion of the published case
 */
export async function calibrationCases(
  trx: Tx,
  [draft, shown]: readonly [string, string],
  made: Made,
): Promise<{ practice: string }> {
  await aCase(trx, draft, made, null)
  return { practice: await aCase(trx, shown, made, made.at) }
}

/** @returns the id of the case's first criterion */
async function aCase(
  trx: Tx,
  application: string,
  { frameworkVersionId, lead, coordinator, at }: Made,
  published: Instant | null,
): Promise<string> {
  await trx('calibration_agreements').insert({
    id: newId(),
    application_id: application,
    given_by: lead,
    given_at: at,
    withdrawn_by: null,
    withdrawn_at: null,
  })
  const id = newId()
  await trx('calibration_cases').insert({
    id,
    application_id: application,
    framework_version_id: frameworkVersionId,
    prepared_by: coordinator,
    prepared_at: at,
    published_by: published && coordinator,
    published_at: published,
    version: 1,
  })
  const framework = await frameworkVersion(trx, frameworkVersionId)
  const criteria = ['L1', 'L2', 'L3'].map((code, place) => ({
    id: newId(),
    case_id: id,
    place,
    item_id: itemByCode(framework, code)!.id,
    answer: 'Everyone can join.',
    panel_judgement: 'met',
    panel_reason: 'It is clear.',
    kept_reason: '',
    edited_by: coordinator,
    edited_at: at,
    version: 1,
  }))
  await trx('calibration_criteria').insert(criteria)
  return criteria[0]!.id
}
