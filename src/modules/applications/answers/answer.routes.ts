import type { Response } from 'express'
import type { Db, Tx } from '../../../db/connection.ts'
import { runLookup, runLookups } from '../../../db/lookups.ts'
import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { isBackWithLibrary } from '../../../domain/application.ts'
import { whyNotAttachable, type Candidate } from '../../../domain/evidence-suggestions.ts'
import type { Item } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { lacksOf, nextIncomplete, nextUntouched } from '../../../domain/completeness.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import { recordView } from '../../../history/record.ts'
import type { Parts } from '../../../parts.ts'
import { autosavedForm } from '../../../web/autosave.ts'
import { formShown, type Entered } from '../../../web/autosaved-page.ts'
import { valueOf, type Form } from '../../../web/form.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, type FormRequest, type TemplateView } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { workingCopyLookup } from '../../../web/working-copies.ts'
import type { T } from '../../../words/words.ts'
import { personalDetailsInText, usableAmong, withdrawnUses } from '../../evidence/evidence.public.ts'
import { inSameLanguage } from '../../frameworks/frameworks.public.ts'
import { markAssignment } from '../assignments/assignment.actions.ts'
import { isWrittenOnOnePage } from '../checking-answers/places.pages.ts'
import { untouchedItems } from '../checking-answers/checking-answers.store.ts'
import { newEvidenceFor, suggestionsAtMost, withTicked } from '../choosing-evidence/choosing-evidence.pages.ts'
import { candidatesLookup, mostRelevantAmong } from '../choosing-evidence/choosing-evidence.store.ts'
import { addComment } from '../comments/comment.actions.ts'
import { membersIn } from '../comments/comment.store.ts'
import { coordinatorToAsk } from '../coordinators/coordinator.store.ts'
import { criterionRead, submittedCriterion } from '../criteria/criterion.pages.ts'
import { itemsInTurn } from '../criteria/next-item.pages.ts'
import {
  criterionFrom,
  criterionLookups,
  findItem,
  findItemToWrite,
  submittedCriterionOf,
  type Criterion,
  type ItemSubject,
} from '../criteria/criterion.store.ts'
import { saveAnswer } from './answer.actions.ts'
import { answerForm, evidenceChosen, isOnlyComment, keptFields, type AnswerGiven } from './answer.forms.ts'
import { criterionPage, editingInWords, savedAnswer, unsavedText, type Suggestions } from './answer.pages.ts'
import { answerFactsOf, answerLookup } from './answer.store.ts'
import { conflictPage, isInConflict } from './conflict.pages.ts'
import { editorsLookup } from './editor.store.ts'

const address = '/applications/:id/criteria/:code'

export const answerRoutes = (parts: Parts): Route[] => [
  get(address, 'application.read', async (req, res, permission) => {
    const actor = actorOf(res)
    const { t, today } = res.locals
    const chosen = queryText(req, 'criteria')
    const subject = await findItem(parts.db, { actor, permission, ...req.params, chosen })
    const { application, item } = subject
    if (membershipsIn(actor, application.organisationId).length === 0) return showSubmitted(parts, res, actor, subject)
    if (can(actor, 'answer.write_item', application, item.id)) {
      const drawn = await pageToWrite({ db: parts.db, actor, t, today, at: parts.clock.now() }, subject, null)
      return page(res, drawn.view, drawn.model)
    }
    page(res, 'applications/criteria/read', await pageToRead(parts, t, { actor, today }, subject))
  }),

  ...autosavedForm(
    parts,
    {
      path: address,
      permission: 'answer.write',
      load: ({ db, actor, permission, params, query }) =>
        findItemToWrite(db, { actor, permission, ...params, chosen: queryText({ query }, 'criteria') }),
      form: async (asking, subject, values) => {
        const usable = await usableAmongTicked(asking, subject, { values, errors: [] })
        return answerForm(asking.t, subject, { usable, members: await membersOf(asking.db, subject) })
      },
      act: async (work, subject, { data }) => {
        const isWritten = !isOnlyComment(data) && (await saveAnswer(work, subject.application, subject.item, data))
        if (data.body !== '') await addToComments(work, subject, data)
        if (data.mark) await markAssignment(work, subject, { mark: data.mark, version: data.assignment })
        return { isWritten, next: data.then === 'next' ? await itemToContinueWith(work, subject) : null }
      },
      done: (t, subject, { data, result }) => ({
        address: data.then === 'next' ? addressToContinue(subject, result.next) : nextAddress(subject, data),
        notice: noticeOf(t, subject, data, result),
      }),
      redraw: (asking, subject, form) => pageToWrite(asking, subject, { form, isStale: false }),
      redrawStale: (asking, subject, form) => pageToWrite(asking, subject, { form, isStale: true }),
    },
    {
      fields: keptFields,
      address: addressOf,
      record: async (db, asking, subject) => {
        const { answer, editors } = await runLookups(db, {
          answer: answerLookup(db, subject.application.id, subject.item.id),
          editors: editorsLookup(db, subject.application.organisationId, { address: addressOf(subject), ...asking }),
        })
        return { version: answer?.version ?? 0, editing: editingInWords(asking.t, editors) }
      },
      discard: {
        permission: 'answer.read',
        load: ({ db, actor, params }) => findItem(db, { actor, permission: 'answer.read', ...params }),
      },
    },
  ),
]

const membersOf = (db: Db | Tx, { application }: ItemSubject) =>
  runLookup(db, membersIn(db, application.organisationId))

async function addToComments(work: UnitOfWork, subject: ItemSubject, { body, mention }: AnswerGiven): Promise<void> {
  const { application, item } = subject
  const members = await membersOf(work.trx, subject)
  await addComment(work, { application, members }, { itemId: item.id, body, mention })
}

type Reading = Pick<FormRequest, 'db' | 'actor' | 't' | 'today' | 'at'>

/** The page of an item that the person can read but not change now. */
async function pageToRead(
  { db, config }: Pick<Parts, 'db' | 'config'>,
  t: T,
  { actor, today }: { actor: Actor; today: Day },
  subject: ItemSubject,
) {
  const place = { applicationId: subject.application.id, itemId: subject.item.id }
  const { withdrawn, coordinator, typed, ...found } = await runLookups(db, {
    ...criterionLookups(db, subject, today),
    withdrawn: withdrawnUses(db, actor, today, place),
    coordinator: coordinatorToAsk(db, subject.application.id),
    typed: workingCopyLookup(db, actor.id, addressOf(subject)),
  })
  const criterion = await criterionFrom(db, subject, { actor, today }, found)
  const [use] = withdrawn
  const toAsk = { coordinator, shared: config.contactEmail }
  const isLead = membershipsIn(actor, subject.application.organisationId).includes('lead')
  const toReplace = use ? { use, isLead, toAsk } : null
  return criterionRead(t, criterion, { toReplace, unsaved: unsavedText(t, criterion, typed, today) })
}

const addressOf = ({ application, item }: ItemSubject): string =>
  `/applications/${application.id}/criteria/${item.code}`

/**
 * The page where an item is answered. Shows both versions side by side if the answer or the criteria changed while the
 * person was writing.
 */
async function pageToWrite(reading: Reading, subject: ItemSubject, entered: Entered | null): Promise<TemplateView> {
  const { db, actor, t, today } = reading
  const address = addressOf(subject)
  const { typed, editors, candidates, ...found } = await runLookups(db, {
    ...criterionLookups(db, subject, today),
    typed: workingCopyLookup(db, actor.id, address),
    editors: editorsLookup(db, subject.application.organisationId, { address, ...reading }),
    candidates: candidatesLookup(db, { application: subject.application, item: subject.item, actor, today }),
  })
  const criterion = await criterionFrom(db, subject, reading, found)
  const shown = formShown(savedAnswer(criterion.answer), typed, entered)
  const about = { personId: actor.id, address, today, editing: editingInWords(t, editors) }
  if (entered?.isStale || (entered === null && isInConflict(criterion, shown)))
    return show('applications/answers/conflict', conflictPage(t, criterion, shown, about))
  const { form } = shown
  const suggestions = await suggestionsFor(reading, criterion, { candidates, form })
  const personalDetails = await personalDetailsIn(reading, subject, form)
  return show(
    'applications/answers/criterion',
    criterionPage(t, criterion, suggestions, { ...shown, personalDetails, page: about }),
  )
}

/**
 * Suggests evidence tagged with the item or used for it before. If a criterion has no usable evidence attached, also
 * suggests the newest evidence. Evidence ticked in a refused form is always listed.
 */
async function suggestionsFor(
  { db, actor, today }: Reading,
  criterion: Criterion,
  { candidates, form }: { candidates: readonly Candidate[]; form: Form },
): Promise<Suggestions> {
  const { item } = criterion
  const hasUsable = criterion.evidence.some(line => whyNotAttachable(line, false, today) === null)
  const onlyTaggedOrUsed = item.part !== 'criterion' || hasUsable
  const choosing = { actor, item, today, most: suggestionsAtMost, onlyTaggedOrUsed }
  const evidenceItems = await mostRelevantAmong(db, choosing, candidates)
  const ticked = await usableAmongTicked({ db, actor, today }, criterion, form)
  return {
    evidenceItems: withTicked(evidenceItems, ticked),
    isEmpty: candidates.length === 0 && criterion.evidence.length === 0,
  }
}

const personalDetailsIn = ({ db, actor }: Reading, { application }: ItemSubject, form: Form) =>
  personalDetailsInText(db, actor, { id: application.organisationId, name: application.organisationName }, [
    { where: 'narrative', text: valueOf(form, 'narrative') },
  ])

const usableAmongTicked = (
  { db, actor, today }: Pick<Reading, 'db' | 'actor' | 'today'>,
  { application }: ItemSubject,
  form: Form,
) => usableAmong(db, actor, { organisationId: application.organisationId, ids: evidenceChosen(form), today })

async function showSubmitted({ db, write }: Parts, res: Response, actor: Actor, subject: ItemSubject): Promise<void> {
  const submitted = await submittedCriterionOf(db, actor, subject)
  const { id: applicationId, organisationId } = subject.application
  await write(actor, work =>
    recordView(work, { what: 'submission', entityId: submitted.submission.id, organisationId, applicationId }),
  )
  page(res, 'applications/criteria/read', submittedCriterion(res.locals.t, actor, submitted))
}

/** The item to show after "Save and continue"; null when no other item needs work. */
async function itemToContinueWith(
  { trx, at }: UnitOfWork,
  { application, framework, item }: ItemSubject,
): Promise<Item | null> {
  const items = itemsInTurn({ application, framework })
  if (isBackWithLibrary(application) && application.criteriaAsked.length > 0) {
    return nextUntouched(items, item, await untouchedItems(trx, application, dayOf(at)))
  }
  const answers = new Map((await answerFactsOf(trx, application, dayOf(at))).map(facts => [facts.itemId, facts]))
  return nextIncomplete(items, item, each => lacksOf(each, answers.get(each.id), application).length === 0)
}

/** The address of the page after "Save and continue". */
function addressToContinue({ application, reading }: ItemSubject, next: Item | null): string {
  const below = `/applications/${application.id}`
  if (next) return inSameLanguage(`${below}/criteria/${next.code}`, reading)
  if (isWrittenOnOnePage(application)) return below
  return application.summary.trim() === '' ? `${below}/summary` : `${below}/submission`
}

/** The address of the page after any button except "Save and continue". */
function nextAddress(subject: ItemSubject, { then, remove, search, use }: AnswerGiven): string {
  const { application, item, reading } = subject
  const criterion = `/applications/${application.id}/criteria/${item.code}`
  const here = inSameLanguage(criterion, reading)
  if (remove) return `${here}#evidence`
  if (then === 'evidence' || (then === 'enter' && search !== ''))
    return `${criterion}/evidence${search === '' ? '' : `?${new URLSearchParams({ search }).toString()}`}`
  if (then === 'partners') return `${criterion}/partners`
  if (then === 'new') return newEvidenceFor(application, item)
  if (then === 'comments') return `${criterion}/comments`
  return use.length > 0 ? `${here}#evidence` : here
}

/** The message shown after the person saves the answer, adds a comment, or does both. */
function noticeOf(t: T, subject: ItemSubject, given: AnswerGiven, result: { isWritten: boolean }): string {
  if (isOnlyComment(given)) return t('comments.added')
  const saved = savedNotice(t, subject, given, result)
  return given.body === '' ? saved : `${saved} ${t('comments.added')}`
}

/**
 * The message shown after saving the answer. After "Save and continue" it names the saved item, because the page
 * already shows another item.
 */
function savedNotice(
  t: T,
  { item: { code, title } }: ItemSubject,
  { mark, then, remove, use }: AnswerGiven,
  { isWritten }: { isWritten: boolean },
): string {
  const count = use.length
  if (mark) return t(`assignments.${mark === 'to write' ? 'back' : mark}.done`)
  if (then === 'next' && count > 0) return t('answers.saved.named.with_evidence', { code, title, count })
  if (then === 'next') return t('answers.saved.named', { code, title })
  if (remove) return t(isWritten ? 'answers.saved.without_evidence' : 'answers.evidence.removed')
  if (count === 0) return t('answers.saved')
  return t(isWritten ? 'answers.saved.with_evidence' : 'answers.evidence.added', { count })
}
