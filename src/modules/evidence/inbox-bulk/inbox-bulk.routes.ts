import type { Actor } from '../../../domain/actor.ts'
import { notTogether, type NotTogether } from '../../../domain/upload-link.ts'
import { evidenceKinds } from '../../../domain/evidence.ts'
import { personalDetailsIn } from '../../../domain/personal-data.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { emptyForm, formOf, valuesOf, type Form } from '../../../web/form.ts'
import { firstResultOf, claimKey } from '../../../web/form-ids.ts'
import { alsoWrong, parseForm, refusalOf, typedIn, valuesIn, withError } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { storeAll } from '../../../web/store-all.ts'
import { page } from '../../../web/view-engine.ts'
import { inboxItemsWith, type InboxItem } from '../inbox/inbox.store.ts'
import { recordInboxViews } from '../../../history/record.ts'
import { findOrganisation, teamOf } from '../../organisations/organisations.public.ts'
import { latestFramework } from '../items/evidence-item.store.ts'
import { placesIn } from '../personal-data/personal-data.forms.ts'
import { namesKnownAt } from '../personal-data/personal-data.actions.ts'
import { asReceived, removeObjects, takeIn, throwAway, titleAndNote } from '../inbox/inbox.actions.ts'
import { bulkForm, throwAwayForm, inboxMost, type Bulk } from '../inbox/inbox.forms.ts'
import { bulkPage, ownersIn, throwAwayPage } from '../inbox/inbox.pages.ts'

/** Several of the tray at once: all of them, or none and why. */
export const inboxBulkRoutes = (parts: Parts): Route[] => {
  const { db, write } = parts

  const chosenIn = (...sent: unknown[]): string[] =>
    [...new Set(sent.flatMap(values => valuesOf({ values: valuesIn(values), errors: [] }, 'inboxItem')))].slice(
      0,
      inboxMost,
    )
  const look = (actor: Actor, inboxItems: readonly InboxItem[]) =>
    write(actor, work =>
      recordInboxViews(
        work,
        inboxItems.map(({ id }) => id),
      ),
    )

  return [
    get('/organisations/:id/inbox/evidence', 'inbox.manage', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const organisation = await findOrganisation(db, actor, permission, req.params.id)
      const inboxItems = await inboxItemsWith(db, organisation, chosenIn(req.query))
      if (inboxItems.length === 0) return nothingChosen(res, organisation)
      await look(actor, inboxItems)
      page(
        res,
        'evidence/inbox/bulk',
        bulkPage(
          t,
          organisation,
          inboxItems,
          { framework: await latestFramework(db), team: await teamOf(db, organisation) },
          res.locals.today,
          formOf({ branches: 'own', owner: actor.id }),
        ),
      )
    }),

    post('/organisations/:id/inbox/evidence', 'inbox.manage', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const organisation = await findOrganisation(db, actor, permission, req.params.id)
      const { data, form } = parseForm(bulkForm(t), req.body)
      const before = await firstResultOf(db, actor, data?.idempotencyKey ?? '')
      if (before) return res.redirect(303, before)
      // with those whose tick was taken out
      const shown = await inboxItemsWith(db, organisation, chosenIn(req.body, req.query))
      const offered = { framework: await latestFramework(db), team: await teamOf(db, organisation) }
      const draw = (asked: Form, reasons?: ReadonlyMap<string, NotTogether>) =>
        page(res.status(422), 'evidence/inbox/bulk', bulkPage(t, organisation, shown, offered, today, asked, reasons))
      const owner = ownersIn(offered.team).find(({ personId }) => personId === (typedIn(req.body, 'owner') || actor.id))
      const typed = alsoWrong(form, req.body, owner ? null : { field: 'owner', message: t('inbox.owner.wrong') })
      if (typed || !data || !owner) return draw(typed ?? emptyForm)
      const wrong = (field: string, message: string): Form => withError(req.body, { field, message })
      const inboxItems = shown.filter(({ id }) => data.inboxItem.includes(id))
      if (inboxItems.length < data.inboxItem.length)
        return draw(wrong('inboxItem', t('inbox.bulk.gone', { count: data.inboxItem.length - inboxItems.length })))
      const reasons = reasonsAgainst(data, inboxItems, await namesKnownAt(db, actor, organisation))
      if (reasons.size > 0) return draw(wrong('inboxItem', t('inbox.bulk.some', { count: reasons.size })), reasons)
      const objects: string[] = []
      let address = ''
      const refused = await refusalOf(t, req.body, async () => {
        address = await storeAll(parts, actor, asReceived(inboxItems, {}), (work, files) =>
          claimKey(work, data.idempotencyKey, async () => {
            for (const inboxItem of inboxItems) {
              const own = files.filter(({ id }) => inboxItem.files.some(file => file.id === id))
              objects.push(
                ...(
                  await takeIn(work, organisation, offered.framework, inboxItem, {
                    given: aboutOf(data, inboxItem),
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
            field: ['kind', 'items', 'owner'].includes(error.field) ? error.field : 'inboxItem',
          })),
        })
      await removeObjects(parts, objects)
      flash(res, t('inbox.bulk.done', { count: inboxItems.length }))
      res.redirect(303, address)
    }),

    get('/organisations/:id/inbox/removal', 'inbox.manage', async (req, res, permission) => {
      const actor = actorOf(res)
      const organisation = await findOrganisation(db, actor, permission, req.params.id)
      const inboxItems = await inboxItemsWith(db, organisation, chosenIn(req.query))
      if (inboxItems.length === 0) return nothingChosen(res, organisation)
      await look(actor, inboxItems)
      page(
        res,
        'evidence/inbox/removal',
        throwAwayPage(res.locals.t, organisation, inboxItems, res.locals.today, emptyForm),
      )
    }),

    post('/organisations/:id/inbox/removal', 'inbox.manage', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const organisation = await findOrganisation(db, actor, permission, req.params.id)
      const { data, form } = parseForm(throwAwayForm(t), req.body)
      const before = await firstResultOf(db, actor, data?.idempotencyKey ?? '')
      if (before) return res.redirect(303, before)
      const shown = await inboxItemsWith(db, organisation, chosenIn(req.body, req.query))
      const draw = (asked: Form) =>
        page(res.status(422), 'evidence/inbox/removal', throwAwayPage(t, organisation, shown, today, asked))
      if (form) return draw(form)
      const inboxItems = shown.filter(({ id }) => data.inboxItem.includes(id))
      if (inboxItems.length < data.inboxItem.length)
        return draw(
          withError(req.body, {
            field: 'inboxItem',
            message: t('inbox.bulk.gone', { count: data.inboxItem.length - inboxItems.length }),
          }),
        )
      const address = `/organisations/${organisation.id}/inbox`
      let objects: string[] = []
      const refused = await refusalOf(t, req.body, () =>
        write(actor, work =>
          claimKey(work, data.idempotencyKey, async () => {
            objects = await throwAway(work, organisation, inboxItems)
            return address
          }),
        ),
      )
      if (refused) return draw(refused)
      await removeObjects(parts, objects)
      flash(res, t('inbox.discard.done', { count: inboxItems.length }))
      res.redirect(303, address)
    }),
  ]

  function nothingChosen(res: Parameters<typeof flash>[0], organisation: { id: string }): void {
    flash(res, res.locals.t('inbox.bulk.none'))
    res.redirect(303, `/organisations/${organisation.id}/inbox`)
  }
}

function reasonsAgainst(
  { kind }: Bulk,
  inboxItems: readonly InboxItem[],
  known: readonly string[],
): Map<string, NotTogether> {
  return new Map(
    inboxItems.flatMap(inboxItem => {
      const { title, note } = titleAndNote(inboxItem)
      const opens = inboxItem.files.filter(({ state }) => state !== 'refused')
      const reason = notTogether(kind, {
        people: inboxItem.people,
        files: inboxItem.files.length,
        opens: opens.length,
        personalDetails: personalDetailsIn(placesIn({ title, note }, inboxItem.files), known).length,
      })
      return reason ? [[inboxItem.id, reason] as const] : []
    }),
  )
}

/** What all of them are, with the words of each. */
const aboutOf = ({ kind, branches, items }: Bulk, inboxItem: InboxItem) => ({
  ...titleAndNote(inboxItem),
  kind,
  items,
  branches: branches === 'whole' ? [] : [inboxItem.branchId],
  summary: '',
  periodFrom: null,
  periodTo: null,
  language: 'en' as const,
  sensitivity: 'ordinary' as const,
  showsPeople:
    evidenceKinds[kind] === 'possible' ? (inboxItem.people === 'yes' ? ('yes' as const) : ('no' as const)) : null,
})
