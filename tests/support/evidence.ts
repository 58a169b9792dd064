import { newId } from '../../src/db/ids.ts'
import type { Row } from '../../src/db/tables.ts'
import { instant, type Day } from '../../src/domain/time.ts'
import { updateConsentCover } from '../../src/modules/evidence/consents/consent.store.ts'
import type { Known, Library } from './library.ts'
import type { Service } from './service.ts'

interface EvidenceToAdd extends Partial<Row<'evidence'>> {
  /** The ids of the items that the evidence is for. */
  items?: readonly string[]
  /** The names of the branches that the evidence is about. */
  branches?: readonly string[]
}

/** Inserts an item of evidence directly into the database. @returns its id */
export async function someEvidence(
  service: Service,
  library: Library,
  { items = [], branches = [], ...row }: EvidenceToAdd = {},
): Promise<string> {
  const id = newId()
  const named = library.branches.filter(({ name }) => branches.includes(name))
  await service.database.transaction(async trx => {
    await trx('evidence').insert({
      id,
      organisation_id: library.id,
      title: `Evidence ${id}`,
      kind: 'policy',
      summary: '',
      period_from: null,
      period_to: null,
      language: 'en',
      sensitivity: 'ordinary',
      owner_id: library.lead.id,
      received_at: service.clock.now(),
      removed_at: null,
      version: 1,
      ...row,
    })
    if (items.length > 0) await trx('evidence_items').insert(items.map(item_id => ({ evidence_id: id, item_id })))
    if (named.length > 0)
      await trx('evidence_branches').insert(named.map(branch => ({ evidence_id: id, branch_id: branch.id })))
  })
  return id
}

/** Inserts a row for a file of evidence, without its bytes: by default a PDF that is ready. @returns the file's id */
export async function aFile(
  service: Service,
  { evidence, by }: { evidence: string; by: { id: string } },
  row: Partial<Row<'evidence_files'>>,
): Promise<string> {
  const id = newId()
  await service.database.writer('evidence_files').insert({
    id,
    evidence_id: evidence,
    name: 'file',
    type: 'application/pdf',
    size: 1,
    sha256: '',
    state: 'ready',
    scanned_by: null,
    scanned_at: null,
    uploaded_by: by.id,
    uploaded_at: service.clock.now(),
    replaces_id: null,
    removed_at: null,
    caption: '',
    alternative: '',
    pages: null,
    drawn: null,
    ...row,
  })
  return id
}

/** Records one person's consent for an item of evidence, and makes its kind a photo of people. */
export async function aConsent(
  service: Pick<Service, 'database'>,
  evidenceId: string,
  recordedBy: { id: string },
  row: Partial<Row<'consents'>> = {},
): Promise<void> {
  await service.database.transaction(async trx => {
    await trx('evidence').where({ id: evidenceId }).update({ kind: 'photo people' })
    await trx('consents').insert({
      id: newId(),
      evidence_id: evidenceId,
      person: 'R-77',
      guardian: null,
      for_panel: 1,
      for_charity: 0,
      for_council: 0,
      for_public: 0,
      language: 'ti',
      wording: 'Version 2',
      held_by: 'Branch manager',
      held_where: 'Cabinet',
      given_on: '2027-01-10' as Day,
      expires_on: null,
      recorded_by: recordedBy.id,
      recorded_at: instant('2027-01-10T09:00:00Z'),
      withdrawn_at: null,
      withdrawn_by: null,
      ...row,
    })
    await updateConsentCover(trx, evidenceId)
  })
}

/** Withdraws the only consent for an item of evidence, on its page. */
export async function withdrawConsent(actor: Known, evidenceId: string): Promise<void> {
  await actor.open(`/evidence/${evidenceId}/consents`)
  await actor.follow('Withdraw consent')
  await actor.press('Withdraw consent')
}

/** Inserts an answer that uses this evidence. @returns the id of the answer */
export async function anAnswerWith(
  service: Service,
  evidenceId: string,
  { applicationId, itemId, by }: { applicationId: string; itemId: string; by: { id: string } },
): Promise<string> {
  const id = newId()
  await service.database.transaction(async trx => {
    await trx('answers').insert({
      id,
      application_id: applicationId,
      item_id: itemId,
      narrative: 'What we do',
      own_rating: 'met',
      written_by: by.id,
      written_at: service.clock.now(),
      version: 1,
    })
    await trx('answer_evidence').insert({
      answer_id: id,
      evidence_id: evidenceId,
      attached_at: service.clock.now(),
    })
  })
  return id
}
