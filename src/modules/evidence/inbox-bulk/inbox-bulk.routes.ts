import type { Actor } from '../../../domain/actor.ts'
import { notTogether, type NotTogether } from '../../../domain/capture.ts'
import { evidenceKinds } from '../../../domain/evidence.ts'
import { harmsIn } from '../../../domain/harm.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { emptyForm, formOf, valuesOf, type Form } from '../../../web/form.ts'
import { doneBefore, onceOnly } from '../../../web/form-ids.ts'
import { alsoWrong, parseForm, refusalOf, typedIn, valuesIn, withError } from '../../../web/parse-form.ts'
import { actor } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { storeAll } from '../../../web/store-all.ts'
import { page } from '../../../web/view-engine.ts'
import { capturesWith, type Capture } from '../inbox/inbox.store.ts'
import { recordCaptureLooks } from '../../../history/record.ts'
import { findOrganisation, teamOf } from '../../organisations/organisations.public.ts'
import { latestFramework } from '../editing/editing.routes.ts'
import { placesIn } from '../editing/receiving.forms.ts'
import { namesKnownAt } from '../personal-data/personal-data.actions.ts'
import { asReceived, removeObjects, takeIn, throwAway, titleAndNote } from '../inbox/inbox.actions.ts'
import { bulkForm, throwAwayForm, trayMost, type Bulk } from '../inbox/inbox.forms.ts'
import { bulkPage, ownersIn, throwAwayPage } from '../inbox/inbox.pages.ts'

/** Several of the tray at once: all of them, or none and why. */
export const trayBulkRoutes = (parts: Parts): Route[] => {
  const { db, write } = parts

  const chosenIn = (...sent: unknown[]): string[] =>
    [...new Set(sent.flatMap(values => valuesOf({ values: valuesIn(values), errors: [] }, 'capture')))].slice(
      0,
      trayMost,
    )
  const look = (who: Actor, captures: readonly Capture[]) =>
    write(who, work =>
      recordCaptureLooks(
        work,
        captures.map(({ id }) => id),
      ),
    )

  return [
    get('/organisations/:id/tray/evidence', 'capture.manage', async (req, res, permission) => {
      const [who, { t }] = [actor(res), res.locals]
      const organisation = await findOrganisation(db, who, permission, req.params.id)
      const captures = await capturesWith(db, organisation, chosenIn(req.query))
      if (captures.length === 0) return nothingChosen(res, organisation)
      await look(who, captures)
      page(
        res,
        'evidence/inbox/bulk',
        bulkPage(
          t,
          organisation,
          captures,
          { framework: await latestFramework(db), team: await teamOf(db, organisation) },
          res.locals.today,
          formOf({ branches: 'own', owner: who.id }),
        ),
      )
    }),

    post('/organisations/:id/tray/evidence', 'capture.manage', async (req, res, permission) => {
      const [who, { t, today }] = [actor(res), res.locals]
      const organisation = await findOrganisation(db, who, permission, req.params.id)
      const { data, form } = parseForm(bulkForm(t), req.body)
      const before = await doneBefore(db, who, data?.formId ?? '')
      if (before) return res.redirect(303, before)
      const shown = await capturesWith(db, organisation, chosenIn(req.body, req.query)) // with those whose tick was taken out
      const offered = { framework: await latestFramework(db), team: await teamOf(db, organisation) }
      const draw = (asked: Form, reasons?: ReadonlyMap<string, NotTogether>) =>
        page(res.status(422), 'evidence/inbox/bulk', bulkPage(t, organisation, shown, offered, today, asked, reasons))
      const owner = ownersIn(offered.team).find(({ personId }) => personId === (typedIn(req.body, 'owner') || who.id))
      const typed = alsoWrong(form, req.body, owner ? null : { field: 'owner', message: t('tray.owner.wrong') })
      if (typed || !data || !owner) return draw(typed ?? emptyForm)
      const wrong = (field: string, message: string): Form => withError(req.body, { field, message })
      const captures = shown.filter(({ id }) => data.capture.includes(id))
      if (captures.length < data.capture.length)
        return draw(wrong('capture', t('tray.bulk.gone', { count: data.capture.length - captures.length })))
      const reasons = reasonsAgainst(data, captures, await namesKnownAt(db, who, organisation))
      if (reasons.size > 0) return draw(wrong('capture', t('tray.bulk.some', { count: reasons.size })), reasons)
      const objects: string[] = []
      let address = ''
      const refused = await refusalOf(t, req.body, async () => {
        address = await storeAll(parts, who, asReceived(captures, {}), (work, files) =>
          onceOnly(work, data.formId, async () => {
            for (const capture of captures) {
              const own = files.filter(({ id }) => capture.files.some(file => file.id === id))
              objects.push(
                ...(
                  await takeIn(work, organisation, offered.framework, capture, {
                    given: aboutOf(data, capture),
                    ownerId: owner.personId,
                    files: own,
                  })
                ).objects,
              )
            }
            return `/organisations/${organisation.id}/evidence`
          }),
        )
      })
      if (refused)
        return draw({
          ...refused,
          errors: refused.errors.map(error => ({
            ...error,
            field: ['kind', 'items', 'owner'].includes(error.field) ? error.field : 'capture',
          })),
        })
      await removeObjects(parts, objects)
      flash(res, t('tray.bulk.done', { count: captures.length }))
      res.redirect(303, address)
    }),

    get('/organisations/:id/tray/removal', 'capture.manage', async (req, res, permission) => {
      const who = actor(res)
      const organisation = await findOrganisation(db, who, permission, req.params.id)
      const captures = await capturesWith(db, organisation, chosenIn(req.query))
      if (captures.length === 0) return nothingChosen(res, organisation)
      await look(who, captures)
      page(
        res,
        'evidence/inbox/removal',
        throwAwayPage(res.locals.t, organisation, captures, res.locals.today, emptyForm),
      )
    }),

    post('/organisations/:id/tray/removal', 'capture.manage', async (req, res, permission) => {
      const [who, { t, today }] = [actor(res), res.locals]
      const organisation = await findOrganisation(db, who, permission, req.params.id)
      const { data, form } = parseForm(throwAwayForm(t), req.body)
      const before = await doneBefore(db, who, data?.formId ?? '')
      if (before) return res.redirect(303, before)
      const shown = await capturesWith(db, organisation, chosenIn(req.body, req.query))
      const draw = (asked: Form) =>
        page(res.status(422), 'evidence/inbox/removal', throwAwayPage(t, organisation, shown, today, asked))
      if (form) return draw(form)
      const captures = shown.filter(({ id }) => data.capture.includes(id))
      if (captures.length < data.capture.length)
        return draw(
          withError(req.body, {
            field: 'capture',
            message: t('tray.bulk.gone', { count: data.capture.length - captures.length }),
          }),
        )
      const address = `/organisations/${organisation.id}/tray`
      let objects: string[] = []
      const refused = await refusalOf(t, req.body, () =>
        write(who, work =>
          onceOnly(work, data.formId, async () => {
            objects = await throwAway(work, organisation, captures)
            return address
          }),
        ),
      )
      if (refused) return draw(refused)
      await removeObjects(parts, objects)
      flash(res, t('tray.discard.done', { count: captures.length }))
      res.redirect(303, address)
    }),
  ]

  function nothingChosen(res: Parameters<typeof flash>[0], organisation: { id: string }): void {
    flash(res, res.locals.t('tray.bulk.none'))
    res.redirect(303, `/organisations/${organisation.id}/tray`)
  }
}

function reasonsAgainst(
  { kind }: Bulk,
  captures: readonly Capture[],
  known: readonly string[],
): Map<string, NotTogether> {
  return new Map(
    captures.flatMap(capture => {
      const { title, note } = titleAndNote(capture)
      const opens = capture.files.filter(({ state }) => state !== 'refused')
      const reason = notTogether(kind, {
        people: capture.people,
        files: capture.files.length,
        opens: opens.length,
        harms: harmsIn(placesIn({ title, note }, capture.files), known).length,
      })
      return reason ? [[capture.id, reason] as const] : []
    }),
  )
}

/** What all of them are, with the words of each. */
const aboutOf = ({ kind, branches, items }: Bulk, capture: Capture) => ({
  ...titleAndNote(capture),
  kind,
  items,
  branches: branches === 'whole' ? [] : [capture.branchId],
  summary: '',
  periodFrom: null,
  periodTo: null,
  language: 'en' as const,
  sensitivity: 'ordinary' as const,
  showsPeople:
    evidenceKinds[kind] === 'possible' ? (capture.people === 'yes' ? ('yes' as const) : ('no' as const)) : null,
})
