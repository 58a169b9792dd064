import { branchesOf, findOrganisation, openOn, teamOf } from '../../organisations/organisations.public.ts'
import type { Request } from 'express'
import { lookUpAll } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { can } from '../../../domain/permissions.ts'
import { isOpenOccurrence, occurrenceNumber, occurrencePeriod } from '../../../domain/recurring.ts'
import { NotFound, Stale } from '../../../domain/refusals.ts'
import { dayOf, type Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { formOf, valuesOf } from '../../../web/form.ts'
import { claimKey, sentForm } from '../../../web/form-ids.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { parseForm, refusalOf, valuesIn, withError } from '../../../web/parse-form.ts'
import { pickMost } from '../picker/picker.pages.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { longDay } from '../../../words/format.ts'
import { eventsAbout } from '../../../history/events-about.ts'
import { evidenceToChoose, withChosen } from '../picker/picker.store.ts'
import { latestFramework } from '../items/evidence-item.store.ts'
import {
  addRecurring,
  answerOccurrence,
  changeRecurring,
  endRecurring,
  skipOccurrence,
  whoMayBeAsked,
} from './recurring.actions.ts'
import { chosenForm, endingForm, leaveOutForm, newRecurringForm, recurringForm } from './recurring.forms.ts'
import {
  endingPage,
  leaveOutPage,
  chooseForOccurrence,
  recurringEdit,
  recurringList,
  recurringPage,
  type OfferedThere,
} from './recurring.pages.ts'
import { findRecurring, recurringLines, type RecurringEvidence, type RecurringPermission } from './recurring.store.ts'
import { monthsOf } from '../occurrences/occurrence.pages.ts'
import { evidenceOf, evidenceWith, occurrencesOf } from '../occurrences/occurrence.store.ts'

const listed = 50
const occurrencesShown = 24
const evidenceShown = 200

/**
 * What a library collects again and again: the list, one of them, and what becomes of each turn. Adding a piece for
 * one: evidence.routes.ts.
 */
export const recurringRoutes = ({ db, write, clock }: Parts): Route[] => {
  const libraryOf = async (actor: Actor, permission: RecurringPermission, id: string) => {
    const organisation = await findOrganisation(db, actor, permission, id)
    return { ...organisation, organisationId: organisation.id, organisationName: organisation.name }
  }
  const offeredIn = async (
    organisation: { id: string },
    today: Day,
    recurring: RecurringEvidence | null,
  ): Promise<OfferedThere> => {
    const [branches, team] = await Promise.all([branchesOf(db, organisation), teamOf(db, organisation)])
    const open = openOn(branches, today)
    return {
      branches: branches.filter(branch => open.includes(branch) || branch.id === recurring?.branch?.id),
      team: whoMayBeAsked(team),
      framework: await latestFramework(db),
    }
  }
  /**
   * @throws NotFound for a turn that is not open yet; Stale when it is the next and the form is sent: its day was moved
   * meanwhile, and what was typed is given back
   */
  const findOccurrence = async (
    actor: Actor,
    permission: RecurringPermission,
    { params: { id, occurrence }, method }: Pick<Request<{ id: string; occurrence: string }>, 'params' | 'method'>,
  ) => {
    const recurring = await findRecurring(db, actor, permission, id)
    const number = occurrenceNumber(occurrence)
    if (number === null) throw new NotFound()
    if (!isOpenOccurrence(recurring, number, dayOf(clock.now())))
      throw method === 'POST' && number === recurring.nextOccurrence ? new Stale() : new NotFound()
    return { recurring, occurrence: number }
  }
  const candidates = (actor: Actor, { id, organisationId }: RecurringEvidence, occurrence: number, search: string) =>
    evidenceToChoose(
      db,
      actor,
      { id: organisationId },
      evidenceWith(db, id, occurrence),
      search,
      dayOf(clock.now()),
      pickMost + 1,
    )

  return [
    get('/organisations/:id/regular-evidence', 'recurring.read', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const library = await libraryOf(actor, permission, req.params.id)
      const show = queryText(req, 'show') === 'ended' ? 'ended' : 'going on'
      const after = placeAfter(req, 'at', 'id')
      const address = `/organisations/${library.id}/regular-evidence${show === 'ended' ? '?show=ended' : ''}`
      const { lines, next } = pageOf(
        await recurringLines(db, library, show, after, listed + 1),
        listed,
        address,
        ({ nextDue, endedAt, id }) => ({ at: endedAt ?? nextDue, id }),
      )
      page(
        res,
        'evidence/recurring/list',
        recurringList(
          t,
          library,
          lines,
          show,
          can(actor, 'recurring.manage', library),
          { isLater: after !== null, next },
          today,
        ),
      )
    }),

    get('/organisations/:id/regular-evidence/new', 'recurring.manage', async (req, res, permission) => {
      const library = await libraryOf(actorOf(res), permission, req.params.id)
      page(
        res,
        'evidence/recurring/edit',
        recurringEdit(res.locals.t, library, null, await offeredIn(library, res.locals.today, null)),
      )
    }),

    post('/organisations/:id/regular-evidence/new', 'recurring.manage', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const library = await libraryOf(actor, permission, req.params.id)
      const offered = await offeredIn(library, today, null)
      const { data, form } = parseForm(newRecurringForm(t, offered), req.body)
      let done = ''
      const refused =
        form ??
        (await refusalOf(t, req.body, async () => {
          done = await write(actor, work =>
            claimKey(
              work,
              sentForm(data.idempotencyKey, 'title', req.body),
              async () => `/regular-evidence/${await addRecurring(work, library, offered.framework, data)}`,
            ),
          )
        }))
      if (refused)
        return page(res.status(422), 'evidence/recurring/edit', recurringEdit(t, library, null, offered, refused))
      flash(res, t('recurring.added'))
      res.redirect(303, done)
    }),

    get('/regular-evidence/:id', 'recurring.read', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const recurring = await findRecurring(db, actor, permission, req.params.id)
      const before = occurrenceNumber(queryText(req, 'before'))
      const { occurrences, evidenceItems } = await lookUpAll(db, {
        occurrences: occurrencesOf(db, recurring.id, before, occurrencesShown + 1),
        evidenceItems: evidenceOf(db, actor, recurring.id, before, evidenceShown),
      })
      const shown = occurrences.slice(0, occurrencesShown)
      page(
        res,
        'evidence/recurring/show',
        recurringPage(
          t,
          recurring,
          {
            occurrences: shown,
            evidenceItems,
            earlier: occurrences.length > occurrencesShown ? shown.at(-1)!.occurrence : null,
            isLater: before !== null,
            events: await eventsAbout(db, { kind: 'recurring', id: recurring.id }),
            framework: await latestFramework(db),
            mayAnswer: can(actor, 'recurring.answer', { id: recurring.organisationId }),
            mayManage: can(actor, 'recurring.manage', { id: recurring.organisationId }),
          },
          today,
        ),
      )
    }),

    get('/regular-evidence/:id/edit', 'recurring.manage', async (req, res, permission) => {
      const recurring = await findRecurring(db, actorOf(res), permission, req.params.id)
      page(
        res,
        'evidence/recurring/edit',
        recurringEdit(
          res.locals.t,
          recurring,
          recurring,
          await offeredIn({ id: recurring.organisationId }, res.locals.today, recurring),
        ),
      )
    }),

    post('/regular-evidence/:id/edit', 'recurring.manage', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const recurring = await findRecurring(db, actor, permission, req.params.id)
      const offered = await offeredIn({ id: recurring.organisationId }, today, recurring)
      const { data, form } = parseForm(recurringForm(t, offered), req.body)
      const refused =
        form ??
        (await refusalOf(t, req.body, () =>
          write(actor, work => changeRecurring(work, recurring, offered.framework, data, data.version)),
        ))
      if (refused)
        return page(
          res.status(422),
          'evidence/recurring/edit',
          recurringEdit(t, recurring, recurring, offered, refused),
        )
      const { nextDue, nextOccurrence, ...now } = await findRecurring(db, actor, 'recurring.read', recurring.id)
      flash(
        res,
        t('recurring.changed', {
          period: monthsOf(t, occurrencePeriod(now, nextOccurrence)),
          day: longDay(t, nextDue),
        }),
      )
      res.redirect(303, `/regular-evidence/${recurring.id}`)
    }),

    get('/regular-evidence/:id/ending', 'recurring.manage', async (req, res, permission) => {
      page(
        res,
        'evidence/recurring/ending',
        endingPage(res.locals.t, await findRecurring(db, actorOf(res), permission, req.params.id)),
      )
    }),

    post('/regular-evidence/:id/ending', 'recurring.manage', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const recurring = await findRecurring(db, actor, permission, req.params.id)
      await write(actor, work => endRecurring(work, recurring, endingForm.parse(req.body ?? {}).version))
      flash(res, t('recurring.ended.done'))
      res.redirect(303, `/organisations/${recurring.organisationId}/regular-evidence`)
    }),

    get('/regular-evidence/:id/occurrences/:occurrence/evidence', 'recurring.answer', async (req, res, permission) => {
      const { recurring, occurrence } = await findOccurrence(actorOf(res), permission, req)
      const search = queryText(req, 'search')
      page(
        res,
        'evidence/recurring/pick',
        chooseForOccurrence(
          res.locals.t,
          recurring,
          occurrence,
          await candidates(actorOf(res), recurring, occurrence, search),
          search,
        ),
      )
    }),

    post('/regular-evidence/:id/occurrences/:occurrence/evidence', 'recurring.answer', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const { recurring, occurrence } = await findOccurrence(actor, permission, req)
      const search = queryText(req, 'search')
      const offered = await withChosen(
        db,
        actor,
        await candidates(actor, recurring, occurrence, search),
        valuesOf(formOf(valuesIn(req.body)), 'evidence'),
      )
      const { data, form } = parseForm(
        chosenForm(
          t('answers.pick.unknown'),
          offered.map(({ id }) => id),
        ),
        req.body,
      )
      const refused =
        form ??
        (data.evidence.length > 0
          ? null
          : withError(req.body, { field: 'evidence', message: t('answers.pick.missing') }))
      if (refused)
        return page(
          res.status(422),
          'evidence/recurring/pick',
          chooseForOccurrence(t, recurring, occurrence, offered, search, refused),
        )
      const { idempotencyKey, evidence } = data!
      const done = await write(actor, work =>
        claimKey(work, idempotencyKey, async () => {
          await answerOccurrence(work, recurring, occurrence, evidence)
          return `/regular-evidence/${recurring.id}`
        }),
      )
      flash(
        res,
        t('recurring.answered', {
          day: longDay(t, (await findRecurring(db, actor, 'recurring.read', recurring.id)).nextDue),
        }),
      )
      res.redirect(303, done)
    }),

    get('/regular-evidence/:id/occurrences/:occurrence/skipping', 'recurring.answer', async (req, res, permission) => {
      const { recurring, occurrence } = await findOccurrence(actorOf(res), permission, req)
      page(res, 'evidence/recurring/leave-out', leaveOutPage(res.locals.t, recurring, occurrence))
    }),

    post('/regular-evidence/:id/occurrences/:occurrence/skipping', 'recurring.answer', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const { recurring, occurrence } = await findOccurrence(actor, permission, req)
      const { data, form } = parseForm(leaveOutForm(t), req.body)
      if (form)
        return page(res.status(422), 'evidence/recurring/leave-out', leaveOutPage(t, recurring, occurrence, form))
      await write(actor, work => skipOccurrence(work, recurring, occurrence, data.reason))
      flash(
        res,
        t('recurring.skipped', {
          day: longDay(t, (await findRecurring(db, actor, 'recurring.read', recurring.id)).nextDue),
        }),
      )
      res.redirect(303, `/regular-evidence/${recurring.id}`)
    }),
  ]
}
