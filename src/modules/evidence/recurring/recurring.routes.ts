import type { Db, Tx } from '../../../db/connection.ts'
import { runLookup, runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { occurrenceNumber, occurrencePeriod } from '../../../domain/recurring.ts'
import type { Day } from '../../../domain/time.ts'
import { eventsAbout } from '../../../history/events-about.ts'
import type { Parts } from '../../../parts.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import { longDay } from '../../../words/format.ts'
import { branchesOf, findOrganisation, openOn, teamOf, writersIn } from '../../organisations/organisations.public.ts'
import { latestFramework } from '../items/evidence-item.store.ts'
import { monthsOf } from '../occurrences/occurrence.pages.ts'
import { evidenceOf, occurrencesOf } from '../occurrences/occurrence.store.ts'
import { addRecurring, changeRecurring, endRecurring } from './recurring.actions.ts'
import { endingForm, recurringForm } from './recurring.forms.ts'
import { endingPage, recurringEdit, recurringList, recurringPage, type RecurringContext } from './recurring.pages.ts'
import { recurringFilters, recurringLines } from './recurring-line.store.ts'
import { findRecurring, type RecurringEvidence, type RecurringPermission } from './recurring.store.ts'

const linesOnAPage = 50
const occurrencesOnAPage = 24
const evidenceShown = 200

export const recurringRoutes = (parts: Parts): Route[] => [
  get('/organisations/:id/regular-evidence', 'recurring.read', async (req, res, permission) => {
    const { t, today } = res.locals
    const library = await findLibrary(parts.db, actorOf(res), permission, req.params.id)
    const show = recurringFilters.find(filter => filter === queryText(req, 'show')) ?? 'current'
    const after = placeAfter(req, 'at', 'id')
    const address = `/organisations/${library.id}/regular-evidence${show === 'ended' ? '?show=ended' : ''}`
    const wanted = { show, after, limit: linesOnAPage + 1 }
    const found = await runLookup(parts.db, recurringLines(parts.db, library.id, wanted))
    const { lines, next } = pageOf(found, linesOnAPage, address, ({ nextDue, endedAt, id }) => ({
      at: endedAt ?? nextDue,
      id,
    }))
    const pages = { isLater: after !== null, next }
    const mayManage = library.closedAt === null && can(actorOf(res), 'recurring.manage', library)
    page(res, 'evidence/recurring/list', recurringList(t, library, { lines, show, mayManage, pages, today }))
  }),

  get('/organisations/:id/regular-evidence/new', 'recurring.manage', async (req, res, permission) => {
    const { t, today } = res.locals
    const about = await newRecurring(parts.db, { actor: actorOf(res), permission, id: req.params.id, today })
    page(res, 'evidence/recurring/edit', recurringEdit(t, about))
  }),

  submitForm(parts, {
    path: '/organisations/:id/regular-evidence/new',
    permission: 'recurring.manage',
    load: ({ db, actor, permission, params, today }) => newRecurring(db, { actor, permission, id: params.id, today }),
    form: ({ t }, { offered }) => recurringForm(t, offered),
    act: (work, { library, offered }, { data }) => addRecurring(work, library, offered.framework, data),
    done: (t, _about, { result }) => ({ address: `/regular-evidence/${result}`, notice: t('recurring.added') }),
    redraw: ({ t }, about, form) => show('evidence/recurring/edit', recurringEdit(t, about, form)),
  }),

  get('/regular-evidence/:id', 'recurring.read', async (req, res, permission) => {
    const { t, today } = res.locals
    const recurring = await findRecurring(parts.db, actorOf(res), permission, req.params.id)
    const before = occurrenceNumber(queryText(req, 'before'))
    const context = await recurringContext(parts.db, actorOf(res), recurring, before)
    page(res, 'evidence/recurring/show', recurringPage(t, recurring, context, today))
  }),

  get('/regular-evidence/:id/edit', 'recurring.manage', async (req, res, permission) => {
    const { t, today } = res.locals
    const about = await recurringToEdit(parts.db, { actor: actorOf(res), permission, id: req.params.id, today })
    page(res, 'evidence/recurring/edit', recurringEdit(t, about))
  }),

  submitForm(parts, {
    path: '/regular-evidence/:id/edit',
    permission: 'recurring.manage',
    load: ({ db, actor, permission, params, today }) =>
      recurringToEdit(db, { actor, permission, id: params.id, today }),
    form: ({ t }, { offered }) => recurringForm(t, offered),
    act: async (work, { recurring, offered }, { data }) => {
      await changeRecurring(work, { recurring, framework: offered.framework }, data)
      return findRecurring(work.trx, work.actor, 'recurring.manage', recurring.id)
    },
    done: (t, { recurring }, { result }) => ({
      address: `/regular-evidence/${recurring.id}`,
      notice: t('recurring.changed', {
        period: monthsOf(t, occurrencePeriod(result, result.nextOccurrence)),
        day: longDay(t, result.nextDue),
      }),
    }),
    redraw: ({ t }, about, form) => show('evidence/recurring/edit', recurringEdit(t, about, form)),
  }),

  get('/regular-evidence/:id/ending', 'recurring.manage', async (req, res, permission) => {
    const recurring = await findRecurring(parts.db, actorOf(res), permission, req.params.id)
    page(res, 'evidence/recurring/ending', endingPage(res.locals.t, recurring))
  }),

  submitForm(parts, {
    path: '/regular-evidence/:id/ending',
    permission: 'recurring.manage',
    load: ({ db, actor, permission, params }) => findRecurring(db, actor, permission, params.id),
    form: () => endingForm,
    act: (work, recurring, { data }) => endRecurring(work, recurring, data.version),
    done: (t, { organisationId }) => ({
      address: `/organisations/${organisationId}/regular-evidence`,
      notice: t('recurring.ended.done'),
    }),
    redraw: ({ t }, recurring) => show('evidence/recurring/ending', endingPage(t, recurring)),
  }),
]

async function findLibrary(db: Db | Tx, actor: Actor, permission: RecurringPermission, id: string) {
  const organisation = await findOrganisation(db, actor, permission, id)
  return { ...organisation, organisationId: organisation.id, organisationName: organisation.name }
}

interface FindBy {
  actor: Actor
  permission: 'recurring.manage'
  id: string
  today: Day
}

async function newRecurring(db: Db | Tx, { actor, permission, id, today }: FindBy) {
  const library = await findLibrary(db, actor, permission, id)
  return { library, recurring: null, offered: await offeredIn(db, library.id, today, null) }
}

async function recurringToEdit(db: Db | Tx, { actor, permission, id, today }: FindBy) {
  const recurring = await findRecurring(db, actor, permission, id)
  return { library: recurring, recurring, offered: await offeredIn(db, recurring.organisationId, today, recurring) }
}

/**
 * The choices on the form: open branches, the current branch even if it has closed, people who can add evidence, and
 * the criteria of the newest framework.
 */
async function offeredIn(db: Db | Tx, organisationId: string, today: Day, recurring: RecurringEvidence | null) {
  const branches = await branchesOf(db, { id: organisationId })
  const open = openOn(branches, today)
  return {
    branches: branches.filter(branch => open.includes(branch) || branch.id === recurring?.branch?.id),
    team: writersIn(await teamOf(db, { id: organisationId })),
    framework: await latestFramework(db),
  }
}

async function recurringContext(
  db: Db,
  actor: Actor,
  recurring: RecurringEvidence,
  before: number | null,
): Promise<RecurringContext> {
  const { occurrences, evidenceItems } = await runLookups(db, {
    occurrences: occurrencesOf(db, recurring.id, { before, limit: occurrencesOnAPage + 1 }),
    evidenceItems: evidenceOf(db, actor, recurring.id, { before, limit: evidenceShown }),
  })
  const shown = occurrences.slice(0, occurrencesOnAPage)
  const organisation = { id: recurring.organisationId }
  return {
    occurrences: shown,
    evidenceItems,
    earlier: occurrences.length > occurrencesOnAPage ? shown.at(-1)!.occurrence : null,
    isLater: before !== null,
    events: await eventsAbout(db, { kind: 'recurring', id: recurring.id }),
    framework: await latestFramework(db),
    mayAnswer: can(actor, 'recurring.answer', organisation),
    mayManage: can(actor, 'recurring.manage', organisation),
  }
}
