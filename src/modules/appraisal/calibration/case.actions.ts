import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups, type Answers } from '../../../db/lookups.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { criteriaAskedBy, type Framework, type Item } from '../../../domain/framework.ts'
import { namesIn, type IdentifyingNames } from '../../../domain/identifying-names.ts'
import type { Judgement } from '../../../domain/judgements.ts'
import { FormRefused, Stale } from '../../../domain/refusals.ts'
import { recordEvent } from '../../../history/record.ts'
import { lockAndFindApplication, type ApplicationRecord } from '../../access/access.public.ts'
import { submittedAnswersLookup } from '../../applications/applications.public.ts'
import type { PersonalDataReply } from '../../evidence/evidence.public.ts'
import { findingsReleased } from '../decisions/decision.store.ts'
import { agreementOn } from './agreement.store.ts'
import type { TextGiven } from './case.forms.ts'
import {
  caseOf,
  deleteCaseOf,
  insertCase,
  updatePublished,
  updateText,
  type CalibrationCase,
  type CaseCriterion,
} from './case.store.ts'
import { namesAround } from './names.store.ts'

/** A criterion that can be copied into a case: the library's answer and the panel's finding. */
export interface Source {
  item: Item
  answer: string
  panelJudgement: Judgement
  panelReason: string
}

/** The criteria with an answer in the last submission and a finding in the released decision. */
export const sourcesOf = async (
  db: Db | Tx,
  application: Pick<ApplicationRecord, 'id' | 'kind'>,
  framework: Framework,
): Promise<Source[]> => sourcesFrom(application, framework, await runLookups(db, sourcesLookups(db, application)))

/** The queries whose results `sourcesFrom` needs. They can run in one statement with other lookups. */
export const sourcesLookups = (db: Db | Tx, application: Pick<ApplicationRecord, 'id'>) => ({
  submitted: submittedAnswersLookup(db, application),
  released: findingsReleased(db, application.id),
})

/** Does the same as `sourcesOf`, but takes the results of `sourcesLookups` and makes no query. */
export const sourcesFrom = (
  { kind }: Pick<ApplicationRecord, 'kind'>,
  framework: Framework,
  { submitted, released }: Answers<ReturnType<typeof sourcesLookups>>,
): Source[] =>
  criteriaAskedBy(framework, kind).flatMap(item => {
    const answer = submitted.find(each => each.item === item.id)?.narrative.trim() ?? ''
    const finding = released.find(({ itemId }) => itemId === item.id)
    if (answer === '' || !finding) return []
    return [{ item, answer, panelJudgement: finding.judgement, panelReason: finding.reason }]
  })

/**
 * Copies the texts of `sources` into a new case.
 * @throws FormRefused without the library's agreement; Stale when a case already exists
 */
export async function prepareCase(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  sources: readonly Source[],
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'calibration_case.manage', id)
  await refuseUnlessAgreed(work.trx, application, 'criteria')
  if (await caseOf(work.trx, application)) throw new Stale()
  const caseId = await insertCase(work.trx, application, {
    by: work.actor.id,
    at: work.at,
    criteria: sources.map(({ item, ...text }) => ({ itemId: item.id, ...text })),
  })
  await recordEvent(work, 'calibration.case_prepared', { kind: 'calibration', id: caseId })
}

/** @throws Stale when the text has been changed, or the case has been published or removed */
export async function saveText(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  criterion: Pick<CaseCriterion, 'id'>,
  { data, reply }: { data: TextGiven; reply: PersonalDataReply | null },
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'calibration_case.manage', id)
  const example = await caseOf(work.trx, application)
  if (!example || example.published) throw new Stale()
  await updateText(work.trx, criterion, data.version, {
    answer: data.answer,
    panelReason: data.panelReason,
    keptReason: reply?.reason ?? '',
    by: work.actor.id,
    at: work.at,
  })
  const kinds = reply?.kinds ?? []
  await recordEvent(work, 'calibration.text_saved', { kind: 'calibration', id: example.id }, { kinds })
}

/**
 * Publishes a case.
 * @param readAt the value of `revisionOf` when the case was read
 * @throws FormRefused without the library's agreement, or while a text is unread or contains a name
 * @throws Stale when the case has changed since
 */
export async function publishCase(
  work: UnitOfWork,
  { id }: Pick<ApplicationRecord, 'id'>,
  readAt: number,
): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'calibration_case.manage', id)
  await refuseUnlessAgreed(work.trx, application, 'read')
  const example = await caseOf(work.trx, application)
  if (!example || example.published || revisionOf(example) !== readAt) throw new Stale()
  const { unread, names } = unfinishedTexts(example, await namesAround(work.trx, application))
  if (unread > 0) throw new FormRefused('read', 'calibration.publish.unread', { count: unread })
  if (names > 0) throw new FormRefused('read', 'calibration.publish.names', { count: names })
  await updatePublished(work.trx, example, { by: work.actor.id, at: work.at })
  await recordEvent(work, 'calibration.case_published', { kind: 'calibration', id: example.id })
}

/** Deletes a case and the appraisers' judgements. Does nothing when the case has already been deleted. */
export async function removeCase(work: UnitOfWork, { id }: Pick<ApplicationRecord, 'id'>): Promise<void> {
  const application = await lockAndFindApplication(work.trx, work.actor, 'calibration_case.manage', id)
  const removed = await deleteCaseOf(work.trx, application)
  if (removed) await recordEvent(work, 'calibration.case_removed', { kind: 'calibration', id: removed })
}

/**
 * Counts the texts that nobody has read and saved, and the names in texts. Both must be 0 before the case can be
 * published.
 */
export function unfinishedTexts(
  { criteria }: CalibrationCase,
  names: IdentifyingNames,
): { unread: number; names: number } {
  return {
    unread: criteria.filter(({ editedAt }) => editedAt === null).length,
    names: criteria.reduce((sum, each) => sum + namesInText(each, names), 0),
  }
}

/** A number that increases whenever a text changes. */
export const revisionOf = ({ criteria }: CalibrationCase): number =>
  criteria.reduce((sum, { version }) => sum + version, 0)

/** The number of names in the library's answer to a criterion and in the panel's reason. */
export const namesInText = (
  { answer, panelReason }: Pick<CaseCriterion, 'answer' | 'panelReason'>,
  names: IdentifyingNames,
): number => namesIn(answer, names).length + namesIn(panelReason, names).length

async function refuseUnlessAgreed(trx: Tx, application: ApplicationRecord, field: string): Promise<void> {
  if (!(await agreementOn(trx, application))) throw new FormRefused(field, 'calibration.case.not_agreed')
}
