import type { Db, Tx } from '../../../db/connection.ts'
import type { Actor } from '../../../domain/actor.ts'
import { isOpenOccurrence, occurrenceNumber } from '../../../domain/recurring.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { emptyForm, valuesOf, type Form } from '../../../web/form.ts'
import { queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm, type FormRequest } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { longDay } from '../../../words/format.ts'
import { maxChoices } from '../search/search.pages.ts'
import { evidenceToChoose, offeredWithChosen } from '../search/search.store.ts'
import { findRecurring } from '../recurring/recurring.store.ts'
import { answerOccurrence, skipOccurrence, whyNotOpen } from './occurrence.actions.ts'
import { chosenForm, skipForm } from './occurrence.forms.ts'
import { choosePage, skipPage, type OccurrenceSubject } from './occurrence.pages.ts'
import { periodOf } from './occurrence.store.ts'

/** Answers or skips one occurrence of regular evidence. The page for new evidence is in `editing`. */
export const occurrenceRoutes = (parts: Parts): Route[] => [
  get('/regular-evidence/:id/occurrences/:occurrence/evidence', 'recurring.answer', async (req, res, permission) => {
    const { t, today } = res.locals
    const asking = { db: parts.db, actor: actorOf(res), query: req.query, today }
    const about = await findOpenOccurrence({ ...asking, permission, params: req.params })
    const offered = await evidenceOffered(asking, about, emptyForm)
    page(
      res,
      'evidence/occurrences/choose',
      choosePage(t, about, { evidenceItems: offered, search: queryText(req, 'search') }),
    )
  }),

  submitForm(parts, {
    path: '/regular-evidence/:id/occurrences/:occurrence/evidence',
    permission: 'recurring.answer',
    load: findOccurrenceToAnswer,
    form: async (asking, about, values) => {
      const offered = await evidenceOffered(asking, about, { values, errors: [] })
      return chosenForm(
        asking.t,
        offered.map(({ id }) => id),
      )
    },
    act: async (work, { recurring, occurrence }, { data }) => {
      await answerOccurrence(work, recurring, occurrence, data.evidence)
      return findRecurring(work.trx, work.actor, 'recurring.answer', recurring.id)
    },
    done: (t, { recurring }, { result }) => ({
      address: `/regular-evidence/${recurring.id}`,
      notice: t('occurrences.choose.done', { day: longDay(t, result.nextDue) }),
    }),
    redraw: async (asking, about, form) => {
      const offered = await evidenceOffered(asking, about, form)
      return show(
        'evidence/occurrences/choose',
        choosePage(asking.t, about, { evidenceItems: offered, search: queryText(asking, 'search') }, form),
      )
    },
  }),

  get('/regular-evidence/:id/occurrences/:occurrence/skipping', 'recurring.answer', async (req, res, permission) => {
    const { t, today } = res.locals
    const { db } = parts
    const about = await findOpenOccurrence({ db, actor: actorOf(res), permission, params: req.params, today })
    page(res, 'evidence/occurrences/skip', skipPage(t, about))
  }),

  submitForm(parts, {
    path: '/regular-evidence/:id/occurrences/:occurrence/skipping',
    permission: 'recurring.answer',
    load: findOccurrenceToAnswer,
    form: ({ t }) => skipForm(t),
    act: async (work, { recurring, occurrence }, { data }) => {
      await skipOccurrence(work, recurring, occurrence, data.reason)
      return findRecurring(work.trx, work.actor, 'recurring.answer', recurring.id)
    },
    done: (t, { recurring }, { result }) => ({
      address: `/regular-evidence/${recurring.id}`,
      notice: t('occurrences.skip.done', { day: longDay(t, result.nextDue) }),
    }),
    redraw: ({ t }, about, form) => show('evidence/occurrences/skip', skipPage(t, about, form)),
  }),
]

interface FindBy {
  db: Db | Tx
  actor: Actor
  permission: 'recurring.answer'
  params: { id: string; occurrence: string }
  today: Day
}

/** @throws as `findRecurring` does; the error of `whyNotOpen` when the occurrence is not open */
async function findOpenOccurrence(by: FindBy): Promise<OccurrenceSubject> {
  const { isOpen, ...about } = await findOccurrence(by)
  if (!isOpen) throw whyNotOpen(about.recurring, about.occurrence)
  return about
}

/**
 * Finds the occurrence for a form that was opened earlier.
 * @throws as `findOpenOccurrence` does
 * @throws Stale when the due date has since changed, so that the person gets their text back
 */
async function findOccurrenceToAnswer(by: FindBy): Promise<OccurrenceSubject> {
  const { isOpen, ...about } = await findOccurrence(by)
  if (isOpen) return about
  const { recurring, occurrence } = about
  const isMoved = recurring.endedAt === null && occurrence === recurring.nextOccurrence
  throw isMoved ? new Stale() : whyNotOpen(recurring, occurrence)
}

async function findOccurrence({ db, actor, permission, params, today }: FindBy) {
  const recurring = await findRecurring(db, actor, permission, params.id)
  const occurrence = occurrenceNumber(params.occurrence)
  if (occurrence === null) throw new NotFound()
  const period = await periodOf(db, recurring, occurrence)
  return { recurring, occurrence, period, isOpen: isOpenOccurrence(recurring, occurrence, today) }
}

/** The library's evidence to choose from. Evidence that was already chosen comes first. */
async function evidenceOffered(
  { db, actor, query, today }: Pick<FormRequest, 'db' | 'actor' | 'query' | 'today'>,
  { recurring, occurrence }: OccurrenceSubject,
  form: Form,
) {
  const { organisationId } = recurring
  const offered = await evidenceToChoose(db, actor, {
    organisationId,
    attachedTo: { recurringId: recurring.id, occurrence },
    search: queryText({ query }, 'search'),
    today,
    limit: maxChoices + 1,
  })
  const chosen = valuesOf(form, 'evidence')
  const isChosen = ({ id }: { id: string }) => Number(chosen.includes(id))
  const lines = await offeredWithChosen(db, actor, { organisationId, offered, ids: chosen })
  // move chosen evidence to the front, because the page shows only the first lines
  return lines.toSorted((one, other) => isChosen(other) - isChosen(one))
}
