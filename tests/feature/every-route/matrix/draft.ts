import { stringify } from 'yaml'
import { newId } from '../../../../src/db/ids.ts'
import type { Tx } from '../../../../src/db/connection.ts'
import { fingerprint, settingsOf } from '../../../../src/domain/framework-draft.ts'
import type { FrameworkDocument } from '../../../../src/domain/framework.ts'
import type { Instant } from '../../../../src/domain/time.ts'
import { emptyTranslation } from '../../../../src/domain/translation.ts'

export const translatedTitle = 'Teitl y maes'

/**
 * Adds a draft of the next version, without criterion S6, and a Welsh translation of the published version.
 * @returns ids, YAML and hashes, for forms and addresses
 */
export async function aDraftOf(trx: Tx, publishedId: string, at: Instant): Promise<Record<string, string>> {
  const published = (await trx('framework_versions').where({ id: publishedId }).first())!
  const before = JSON.parse(published.document) as FrameworkDocument
  const document = {
    ...before,
    version: '1',
    issued: true,
    notice: '',
    criteria: before.criteria.filter(({ code }) => code !== 'S6'),
  }
  const draft = newId()
  await trx('framework_versions').insert({
    ...published,
    id: draft,
    version: '1',
    issued: 1,
    document: JSON.stringify(document),
    published_at: null,
    based_on_id: publishedId,
    changed_at: at,
  })
  const translation = {
    ...emptyTranslation(before, 'cy'),
    areas: before.areas.map(({ id }) => ({ id, title: translatedTitle, description: '' })),
  }
  await trx('framework_translations').insert({
    version_id: publishedId,
    language: 'cy',
    document: JSON.stringify(translation),
    version: 1,
    saved_at: at,
    saved_by: null,
  })
  return {
    draft,
    translation: stringify(translation),
    yaml: stringify({ ...document, areas: document.areas.toReversed() }),
    published: publishedId,
    retired: before.criteria.find(({ code }) => code === 'S6')!.id,
    itemRead: fingerprint(document.criteria.find(({ id }) => id === 'staff-training')),
    areaRead: fingerprint(document.areas.find(({ id }) => id === 'learn')),
    settingsRead: fingerprint(settingsOf(document)),
  }
}
