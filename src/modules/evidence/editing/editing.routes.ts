import { looksLikeId } from '../../../db/ids.ts'
import { runLookups } from '../../../db/lookups.ts'
import { itemByCode, itemById, libraryStream, type Framework } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { isOpenOccurrence, occurrenceNumber } from '../../../domain/recurring.ts'
import { NotFound } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { queryText } from '../../../web/lists.ts'
import { isFoldOpen, rememberFold } from '../../../web/open-folds.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { findApplication } from '../../access/access.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import {
  branchesIn,
  branchesOf,
  findOrganisation,
  openOn,
  requireReaders,
} from '../../organisations/organisations.public.ts'
import { evidenceFiles } from '../files/file.actions.ts'
import { findEvidence, latestFramework, organisationOf } from '../items/evidence-item.store.ts'
import { personalDataCheck } from '../personal-data/personal-data.actions.ts'
import { markFilesToRedact } from '../personal-data/personal-data.forms.ts'
import { addressToRedact } from '../redaction/redaction.pages.ts'
import { placesIn, type Place } from '../personal-data/personal-data.forms.ts'
import { whyNotOpen } from '../occurrences/occurrence.actions.ts'
import { periodOf } from '../occurrences/occurrence.store.ts'
import { findRecurring } from '../recurring/recurring.store.ts'
import { queryFor } from './purpose.store.ts'
import { addEvidenceFor, changeEvidence, type Purpose } from './editing.actions.ts'
import { editEvidenceForm, newEvidenceForm, occurrenceEvidenceForm } from './editing.forms.ts'
import { editEvidence, formOfEvidence, newEvidence, newForm, pathOf } from './editing.pages.ts'
import { usualLanguageIn } from './editing.store.ts'

/** Adds evidence, and edits its details. */
export const editingRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/evidence/new', 'evidence.add', async (req, res, permission) => {
    const { t, today } = res.locals
    const about = await newEvidenceAt(
      { db: parts.db, actor: actorOf(res), permission, params: req.params, query: req.query, today },
      { isSent: false },
    )
    const item = itemById(about.offered.framework, queryText(req, 'item')) ?? null
    const isMoreOpen = await isFoldOpen(parts.db, actorOf(res), 'evidence details')
    page(
      res,
      'evidence/editing/new',
      newEvidence(t, about, newForm(t, about.purpose, { item, isMoreOpen, language: about.language })),
    )
  }),

  submitForm(parts, {
    path: '/organisations/:id/evidence/new',
    permission: 'evidence.add',
    load: asking => newEvidenceAt(asking, { isSent: true }),
    files: evidenceFiles(parts),
    form: ({ t }, { purpose }) => (purpose && 'occurrence' in purpose ? occurrenceEvidenceForm(t) : newEvidenceForm(t)),
    check: personalDataCheck(parts),
    act: async (work, about, { data, files, answer }) => {
      const marked = markFilesToRedact(files, answer)
      await rememberFold(work.trx, work.actor, 'evidence details', data.foldOpen)
      const added = await addEvidenceFor(work, about, { given: data, files: marked, reply: answer })
      return { ...added, redaction: addressToRedact(added.id, marked) }
    },
    done: (t, { purpose, missed, replyAddress }, { data, result: { id, needsConsent, redaction } }) => {
      const { title } = data
      if (redaction) return { address: redaction, notice: t('evidence.new.done', { title }) }
      const isForOccurrence = purpose !== null && 'occurrence' in purpose
      if (needsConsent)
        return {
          address: `/evidence/${id}/consents${queryFor(purpose && 'item' in purpose ? purpose : null)}`,
          notice: t(isForOccurrence ? 'recurring.new.done' : 'consents.attach.later', { title }),
        }
      if (purpose)
        return {
          address: pathOf(purpose),
          notice: t(isForOccurrence ? 'recurring.new.done' : 'evidence.new.attached', { title }),
        }
      return {
        address: replyAddress ?? `/evidence/${id}`,
        notice: t(missed ? `recurring.new.${missed}` : 'evidence.new.done', { title }),
      }
    },
    redraw: ({ t }, about, form, question) => show('evidence/editing/new', newEvidence(t, about, form, question)),
  }),

  get('/evidence/:id/edit', 'evidence.edit', async (req, res, permission) => {
    const { t, today } = res.locals
    const about = await editedEvidence({ db: parts.db, actor: actorOf(res), permission, params: req.params, today })
    page(res, 'evidence/editing/edit', editEvidence(t, about, formOfEvidence(about.evidence)))
  }),

  submitForm(parts, {
    path: '/evidence/:id/edit',
    permission: 'evidence.edit',
    load: editedEvidence,
    form: ({ t }: { t: T }) => editEvidenceForm(t),
    check: personalDataCheck(parts, { places: changedTexts }),
    act: async (work, { evidence, offered }, { data, answer }) => {
      const sensitivity = answer?.choice === 'restrict' ? 'restricted' : data.sensitivity
      await changeEvidence(work, evidence, {
        framework: offered.framework,
        given: { ...data, sensitivity },
        readAt: data.version,
        reply: answer,
      })
      return { staysReadable: can(work.actor, 'evidence.read', { ...evidence, sensitivity }, null) }
    },
    done: (t, { evidence }, { data, result }) => ({
      address: result.staysReadable ? `/evidence/${evidence.id}` : `/organisations/${evidence.organisationId}/evidence`,
      notice: t('evidence.edit.done', { title: data.title }),
    }),
    redraw: ({ t }, about, form, question) => show('evidence/editing/edit', editEvidence(t, about, form, question)),
    redrawStale: ({ t }, about, { values }) => {
      const form = { values: { ...values, version: String(about.evidence.version) }, errors: [] }
      return show('evidence/editing/edit', editEvidence(t, { ...about, isStale: true }, form))
    },
  }),
]

type About<Used extends keyof FormRequest, Permission extends FormRequest['permission']> = Pick<
  FormRequest<'/:id', Permission>,
  'db' | 'actor' | 'permission' | 'params' | 'today' | Used
>

async function newEvidenceAt(asking: About<'query', 'evidence.add'>, { isSent }: { isSent: boolean }) {
  const { db, actor, permission, params, today } = asking
  const organisation = await findOrganisation(db, actor, permission, params.id)
  requireReaders(organisation)
  const found = await purposeOf(asking, organisation, isSent)
  const missed = typeof found === 'string' ? found : null
  const purpose = typeof found === 'string' ? null : found
  const { branches, language } = await runLookups(db, {
    branches: branchesIn(db, organisation.id),
    language: usualLanguageIn(db, organisation.id),
  })
  return {
    organisation,
    purpose,
    /** why the evidence cannot be added to the regular evidence that the form was opened for; otherwise null */
    missed,
    replyAddress: replyAddressIn(asking),
    offered: { branches: openOn(branches, today), framework: await criteriaFor(db, purpose) },
    language,
  }
}

/**
 * The criteria of the application that the evidence is for, if that application is in the library stream. Otherwise,
 * the latest criteria of the library stream.
 */
async function criteriaFor(db: FormRequest['db'], purpose: Purpose | null): Promise<Framework> {
  if (purpose === null || !('item' in purpose) || purpose.application.streamId !== libraryStream)
    return latestFramework(db)
  return frameworkVersion(db, purpose.application.frameworkVersionId)
}

/** The address of the reply to a question, if the person came from there; otherwise null. */
function replyAddressIn(asking: Pick<FormRequest, 'query'>): string | null {
  const application = queryText(asking, 'case')
  const question = queryText(asking, 'question')
  if (!looksLikeId(application) || !looksLikeId(question)) return null
  return `/applications/${application}/questions/${question}/reply`
}

/**
 * The purpose that an address gives for new evidence; null when it gives none. Returns `moved` or `ended` as
 * `occurrenceIn` does.
 * @throws as `findApplication` and `occurrenceIn` do
 * @throws NotFound for an unknown criterion, and for an application of another organisation
 */
async function purposeOf(
  asking: About<'query', 'evidence.add'>,
  organisation: { id: string },
  isSent: boolean,
): Promise<Purpose | Missed | null> {
  const { db, actor } = asking
  if (queryText(asking, 'recurring') !== '') return occurrenceIn(asking, organisation, isSent)
  const id = queryText(asking, 'application')
  const code = queryText(asking, 'criterion')
  if (id === '' && code === '') return null
  const application = await findApplication(db, actor, 'answer.write', id)
  const item = itemByCode(await frameworkVersion(db, application.frameworkVersionId), code)
  if (!item || application.organisationId !== organisation.id) throw new NotFound()
  return { application, item }
}

type Missed = 'moved' | 'ended'

/**
 * Returns the occurrence that the form is for; `moved` when its due date changed while the form was open; `ended` when
 * the regular evidence ended while the form was open.
 * @throws as `findRecurring` does
 * @throws NotFound for regular evidence of another library, and for an occurrence that is not open
 * @throws NotOpen when the regular evidence ended before the form was opened
 */
async function occurrenceIn(
  asking: About<'query', 'evidence.add'>,
  organisation: { id: string },
  isSent: boolean,
): Promise<Purpose | Missed> {
  const recurring = await findRecurring(asking.db, asking.actor, 'recurring.answer', queryText(asking, 'recurring'))
  const occurrence = occurrenceNumber(queryText(asking, 'occurrence'))
  if (recurring.organisationId !== organisation.id || occurrence === null) throw new NotFound()
  if (isOpenOccurrence(recurring, occurrence, asking.today))
    return { recurring, occurrence, period: await periodOf(asking.db, recurring, occurrence) }
  if (isSent && occurrence === recurring.nextOccurrence) return recurring.endedAt === null ? 'moved' : 'ended'
  throw whyNotOpen(recurring, occurrence)
}

async function editedEvidence({ db, actor, permission, params, today }: About<never, 'evidence.edit'>) {
  const evidence = await findEvidence(db, actor, permission, params.id)
  return {
    evidence,
    organisation: organisationOf(evidence),
    offered: {
      branches: await branchesFor(db, evidence, today),
      framework: await latestFramework(db),
    },
    isStale: false,
  }
}

type Edited = Awaited<ReturnType<typeof editedEvidence>>
const changedTexts = ({ evidence }: Edited, { title, summary }: { title: string; summary: string }): Place[] =>
  placesIn({ ...(title !== evidence.title && { title }), ...(summary !== evidence.summary && { summary }) })

/** The branches to choose from: open branches, and those that the evidence is already about. */
async function branchesFor(
  db: FormRequest['db'],
  evidence: { organisationId: string; branches: readonly string[] },
  today: Day,
) {
  const branches = await branchesOf(db, { id: evidence.organisationId })
  const open = openOn(branches, today)
  return branches.filter(branch => open.includes(branch) || evidence.branches.includes(branch.id))
}
