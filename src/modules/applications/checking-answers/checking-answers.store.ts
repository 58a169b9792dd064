import type { Db, Tx } from '../../../db/connection.ts'
import { lookUp } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { isCovered } from '../../../domain/consent.ts'
import type { Framework } from '../../../domain/framework.ts'
import type { PersonalDetailAt } from '../../../domain/personal-data.ts'
import type { AnswerFacts } from '../../../domain/progress.ts'
import { mayOpen } from '../../../domain/readable-evidence.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import type { ApplicationRecord } from '../../access/access.public.ts'
import {
  evidenceCardsOf,
  evidenceToRedact,
  partnershipsIn,
  personalDetailsInText,
} from '../../evidence/evidence.public.ts'
import { frameworkVersion, roundTaking } from '../../frameworks/frameworks.public.ts'
import { branchesOf, organisationOf, teamOf } from '../../organisations/organisations.public.ts'
import { answerFactsOf, answersOf, evidenceUsedBy, itemsTouchedSince, type Answer } from '../answers/answer.store.ts'
import { recommendationsWithContext, type RecommendationLine } from '../recommendations/recommendation.store.ts'
import { evidenceSubjects } from '../submissions/submission.store.ts'

/** An application as its library checks it before it submits. */
export interface ToCheck {
  application: ApplicationRecord
  framework: Framework
  answers: readonly Answer[]
  /** how complete each answer is, and whether it was copied from an earlier application */
  facts: readonly AnswerFacts[]
  /** ids of the evidence used, by item */
  used: ReadonlyMap<string, readonly string[]>
  /** titles of the evidence used, by item, without evidence that this person may not open */
  titles: ReadonlyMap<string, readonly string[]>
  branches: readonly string[]
  contacts: { leads: readonly { name: string; email: string }[]; mailbox: string | null }
  /** ids of the items that the panel asked about and nobody has changed since */
  untouched: readonly string[]
  /** ids of the items with evidence that needs consent */
  withoutConsent: readonly string[]
  /** evidence with a document that needs a redacted copy, without evidence that this person may not open */
  toRedact: readonly { id: string; title: string }[]
  /** the partnerships shown */
  partners: readonly { id: string; name: string; englishName: string; items: readonly string[] }[]
  /** the recommendations of earlier applications */
  recommendations: readonly RecommendationLine[]
  /** possible personal details, by the item they are written in, or `summary` */
  found: readonly PersonalDetailAt[]
  roundIsOpen: boolean
}

export async function toCheck(
  db: Db | Tx,
  actor: Actor,
  application: ApplicationRecord,
  at: Instant,
): Promise<ToCheck> {
  const today = dayOf(at)
  const organisation = await organisationOf(db, application)
  const answers = await answersOf(db, application)
  const used = await evidenceUsedBy(db, application)
  const subjects = await evidenceSubjects(db, [...new Set([...used.values()].flat())])
  const team = await teamOf(db, organisation)
  const isWithoutConsent = (id: string): boolean => {
    const subject = subjects.get(id)
    return subject !== undefined && !isCovered(subject, actor.today)
  }
  return {
    application,
    framework: await frameworkVersion(db, application.frameworkVersionId),
    answers,
    facts: await answerFactsOf(db, application, today),
    used,
    titles: await titlesOf(db, actor, application, used),
    branches: (await branchesOf(db, organisation))
      .filter(({ id }) => application.scope.includes(id))
      .map(({ name }) => name),
    contacts: {
      leads: team.filter(({ role, isActive }) => role === 'lead' && isActive),
      mailbox: organisation.roleMailbox,
    },
    untouched: await untouchedItems(db, application, at),
    withoutConsent: [...used].filter(([, ids]) => ids.some(isWithoutConsent)).map(([item]) => item),
    toRedact: await evidenceToRedact(
      db,
      [...subjects.keys()].filter(id => mayOpen(actor, application, subjects.get(id))),
    ),
    partners: await lookUp(db, partnershipsIn(db, application)),
    recommendations: (await recommendationsWithContext(db, application)).filter(
      ({ applicationId }) => applicationId !== application.id,
    ),
    found: await personalDetailsInText(db, actor, organisation, [
      { where: 'summary', text: application.summary ?? '' },
      ...answers.map(({ itemId, narrative }) => ({ where: itemId, text: narrative })),
    ]),
    roundIsOpen: await isRoundOpen(db, application, at),
  }
}

/** @returns titles of the evidence that answers use, by item, without evidence that this person may not open */
export async function titlesOf(
  db: Db | Tx,
  actor: Actor,
  application: ApplicationRecord,
  used: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, string[]>> {
  const ids = [...new Set([...used.values()].flat())]
  const subjects = await evidenceSubjects(db, ids)
  const readable = ids.filter(id => mayOpen(actor, application, subjects.get(id)))
  const titles = new Map((await evidenceCardsOf(db, readable)).map(({ id, title }) => [id, title]))
  return new Map(
    [...used].map(([item, evidence]) => [
      item,
      evidence.map(id => titles.get(id)).filter(title => title !== undefined),
    ]),
  )
}

async function untouchedItems(db: Db | Tx, application: ApplicationRecord, at: Instant): Promise<string[]> {
  if (application.status !== 'more evidence asked') return []
  const touched = await itemsTouchedSince(db, application, application.statusSince, dayOf(at))
  return application.criteriaAsked.filter(id => !touched.has(id))
}

/** Whether a round is open, where one is needed: only the draft of a first application needs one. */
async function isRoundOpen(db: Db | Tx, application: ApplicationRecord, at: Instant): Promise<boolean> {
  if (application.kind !== 'first' || application.status !== 'draft') return true
  return (await roundTaking(db, application, at)) !== null
}
