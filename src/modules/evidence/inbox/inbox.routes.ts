import { branchesOf, findOrganisation, openOn, teamOf } from '../../organisations/organisations.public.ts'
import { lookUp } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import type { Organisation } from '../../../domain/organisation.ts'
import { NotFound } from '../../../domain/refusals.ts'
import { cleanName } from '../../../files/names.ts'
import type { Parts } from '../../../parts.ts'
import { sendFile } from '../../../web/downloads.ts'
import { flash } from '../../../web/flash.ts'
import { emptyForm, formOf, type Form } from '../../../web/form.ts'
import { firstResultOf, claimKey } from '../../../web/form-ids.ts'
import { personalDataQuestion } from '../personal-data/personal-data.pages.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { alsoWrong, parseForm, refusalOf, typedIn } from '../../../web/parse-form.ts'
import { pickMost } from '../picker/picker.pages.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { storeAll } from '../../../web/store-all.ts'
import { page } from '../../../web/view-engine.ts'
import { inboxItemsOf, findInboxItem, type InboxItem, type InboxPosition } from './inbox.store.ts'
import { recordInboxViews, recordView } from '../../../history/record.ts'
import { latestFramework } from '../items/evidence-item.store.ts'
import { findEvidence } from '../items/evidence-item.store.ts'
import { evidenceToChoose } from '../picker/picker.store.ts'
import { placesIn } from '../personal-data/personal-data.forms.ts'
import { namesKnownAt, recordPersonalDataReply } from '../personal-data/personal-data.actions.ts'
import { keptIn, nameGiven } from '../files/file.forms.ts'
import { checkPersonalData } from '../personal-data/personal-data.forms.ts'
import { asReceived, addToEvidence, removeObjects, takeIn } from './inbox.actions.ts'
import { joinForm, sortForm } from './inbox.forms.ts'
import { formOfInboxItem, joinPage, ownersIn, sortPage, inboxPage } from './inbox.pages.ts'

const onAPage = 50

/**
 * What came in through capture links, for the leads: looked at, and one by one made into evidence. Several at once:
 * tray-bulk.routes.ts.
 */
export const inboxRoutes = (parts: Parts): Route[] => {
  const { db, write } = parts

  const offeredAt = async (organisation: Organisation, today: Parameters<typeof openOn>[1], inboxItem: InboxItem) => {
    const [branches, framework, team] = [
      await branchesOf(db, organisation),
      await latestFramework(db),
      await teamOf(db, organisation),
    ]
    const open = openOn(branches, today)
    return {
      branches: branches.filter(branch => open.includes(branch) || branch.id === inboxItem.branchId),
      framework,
      team,
    }
  }

  const recordViewsOf = (actor: Actor, inboxItems: readonly InboxItem[]) =>
    write(actor, work =>
      recordInboxViews(
        work,
        inboxItems.map(({ id }) => id),
      ),
    )

  /** As it is sorted: without the files that were unticked, under the names they were given. */
  const asGiven = (inboxItem: InboxItem, body: unknown): InboxItem => {
    const kept = keptIn(body)
    const files = kept.length === 0 ? inboxItem.files : inboxItem.files.filter(({ id }) => kept.includes(id))
    return {
      ...inboxItem,
      files: files.map(file => ({
        ...file,
        name: cleanName(nameGiven(body, file.id).trim() || file.name) ?? file.name,
      })),
    }
  }

  return [
    get('/organisations/:id/inbox', 'inbox.manage', async (req, res, permission) => {
      const actor = actorOf(res)
      const organisation = await findOrganisation(db, actor, permission, req.params.id)
      const after = placeAfter(req, 'at', 'inboxItem')
      const found = await lookUp(
        db,
        inboxItemsOf(
          db,
          organisation,
          after && { arrivedAt: after.at as InboxPosition['arrivedAt'], id: after.inboxItem },
          onAPage + 1,
        ),
      )
      const { lines, next } = pageOf(
        found,
        onAPage,
        `/organisations/${organisation.id}/inbox`,
        ({ arrivedAt, id }) => ({
          at: arrivedAt,
          inboxItem: id,
        }),
      )
      if (lines.length > 0) await recordViewsOf(actor, lines)
      page(
        res,
        'evidence/inbox/list',
        inboxPage(res.locals.t, organisation, lines, next, after !== null, res.locals.today),
      )
    }),

    get('/organisations/:id/inbox/:itemId', 'inbox.manage', async (req, res, permission) => {
      const actor = actorOf(res)
      const organisation = await findOrganisation(db, actor, permission, req.params.id)
      const inboxItem = await findInboxItem(db, organisation, req.params.itemId)
      await recordViewsOf(actor, [inboxItem])
      page(
        res,
        'evidence/inbox/sort',
        sortPage(
          res.locals.t,
          organisation,
          inboxItem,
          await offeredAt(organisation, res.locals.today, inboxItem),
          res.locals.today,
          formOfInboxItem(actor, inboxItem),
        ),
      )
    }),

    post('/organisations/:id/inbox/:itemId', 'inbox.manage', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const organisation = await findOrganisation(db, actor, permission, req.params.id)
      const { data, form } = parseForm(sortForm(t), req.body)
      const before = await firstResultOf(db, actor, data?.idempotencyKey ?? '')
      if (before) return res.redirect(303, before)
      const inboxItem = await findInboxItem(db, organisation, req.params.itemId)
      const offered = await offeredAt(organisation, today, inboxItem)
      const owner = ownersIn(offered.team).find(({ personId }) => personId === (typedIn(req.body, 'owner') || actor.id))
      const wrong = alsoWrong(form, req.body, owner ? null : { field: 'owner', message: t('inbox.owner.wrong') })
      if (wrong || !data || !owner)
        return page(
          res.status(422),
          'evidence/inbox/sort',
          sortPage(t, organisation, inboxItem, offered, today, wrong ?? emptyForm),
        )
      const given = asGiven(inboxItem, req.body)
      const personalData = checkPersonalData(
        t,
        req.body,
        placesIn(data, given.files),
        await namesKnownAt(db, actor, organisation),
      )
      const draw = (asked: Form, found = personalData.found) =>
        page(
          res.status(422),
          'evidence/inbox/sort',
          sortPage(
            t,
            organisation,
            inboxItem,
            offered,
            today,
            asked,
            personalDataQuestion(t, asked, found, given.files),
          ),
        )
      if (personalData.ask) return draw(personalData.ask)
      const about = {
        ...data,
        sensitivity: personalData.reply?.choice === 'restrict' ? ('restricted' as const) : data.sensitivity,
      }
      let [address, objects] = ['', [] as string[]]
      const refused = await refusalOf(t, req.body, async () => {
        address = await storeAll(parts, actor, asReceived([given], {}), (work, files) =>
          claimKey(work, data.idempotencyKey, async () => {
            const taken = await takeIn(work, organisation, offered.framework, inboxItem, {
              given: about,
              ownerId: owner.personId,
              files,
            })
            await recordPersonalDataReply(
              work,
              'evidence',
              { id: taken.id, organisationId: organisation.id },
              personalData.reply,
            )
            objects = taken.objects
            return `/evidence/${taken.id}`
          }),
        )
      })
      if (refused) return draw(refused, [])
      await removeObjects(parts, objects)
      flash(res, t('inbox.sort.done', { title: data.title }))
      res.redirect(303, address)
    }),

    get('/organisations/:id/inbox/:itemId/adding', 'inbox.manage', async (req, res, permission) => {
      const [actor, { t }, search] = [actorOf(res), res.locals, queryText(req, 'search')]
      const organisation = await findOrganisation(db, actor, permission, req.params.id)
      const inboxItem = await findInboxItem(db, organisation, req.params.itemId)
      await recordViewsOf(actor, [inboxItem])
      page(
        res,
        'evidence/inbox/join',
        joinPage(
          t,
          organisation,
          inboxItem,
          await evidenceToChoose(db, actor, organisation, null, search, res.locals.today, pickMost + 1),
          search,
          res.locals.today,
          formOf({ note: inboxItem.words }),
        ),
      )
    }),

    post('/organisations/:id/inbox/:itemId/adding', 'inbox.manage', async (req, res, permission) => {
      const [actor, { t, today }, search] = [actorOf(res), res.locals, queryText(req, 'search')]
      const organisation = await findOrganisation(db, actor, permission, req.params.id)
      const { data, form } = parseForm(joinForm(t), req.body)
      const before = await firstResultOf(db, actor, data?.idempotencyKey ?? '')
      if (before) return res.redirect(303, before)
      const inboxItem = await findInboxItem(db, organisation, req.params.itemId)
      const given = asGiven(inboxItem, req.body)
      const evidence = await findEvidence(db, actor, 'evidence.edit', typedIn(req.body, 'evidence')).catch(
        (problem: unknown) => {
          if (problem instanceof NotFound) return null
          throw problem
        },
      )
      const wrong = alsoWrong(
        form,
        req.body,
        evidence?.organisationId === organisation.id
          ? null
          : { field: 'evidence', message: t('inbox.join.piece.wrong') },
      )
      const personalData =
        data && checkPersonalData(t, req.body, placesIn(data, given.files), await namesKnownAt(db, actor, organisation))
      const draw = async (asked: Form, found = personalData?.found ?? []) =>
        page(
          res.status(422),
          'evidence/inbox/join',
          joinPage(
            t,
            organisation,
            inboxItem,
            await evidenceToChoose(db, actor, organisation, null, search, today, pickMost + 1),
            search,
            today,
            asked,
            personalDataQuestion(t, asked, found, found.length === 0 ? [] : given.files),
          ),
        )
      if (wrong || !personalData || !evidence) return draw(wrong ?? emptyForm, [])
      if (personalData.ask) return draw(personalData.ask)
      let [address, objects] = ['', [] as string[]]
      const refused = await refusalOf(t, req.body, async () => {
        address = await storeAll(parts, actor, asReceived([given], {}), (work, files) =>
          claimKey(work, data.idempotencyKey, async () => {
            objects = await addToEvidence(work, inboxItem, evidence, data.note, files, personalData.reply)
            return `/evidence/${evidence.id}`
          }),
        )
      })
      if (refused)
        return draw(
          {
            ...refused,
            errors: refused.errors.map(error => ({
              ...error,
              field: error.field === 'files' ? 'evidence' : error.field,
            })),
          },
          [],
        )
      await removeObjects(parts, objects)
      flash(res, t('inbox.join.done', { title: evidence.title }))
      res.redirect(303, address)
    }),

    get('/organisations/:id/inbox/:itemId/files/:fileId', 'inbox.manage', async (req, res, permission) => {
      const organisation = await findOrganisation(db, actorOf(res), permission, req.params.id)
      const file = openIn(await findInboxItem(db, organisation, req.params.itemId), req.params.fileId)
      await write(actorOf(res), work =>
        recordView(work, { what: 'file', entityId: file.id, organisationId: organisation.id }),
      )
      await sendFile(res, parts, file, 'inline')
    }),

    // On the page of the tray, whose looks are recorded.
    get('/organisations/:id/inbox/:itemId/files/:fileId/small', 'inbox.manage', async (req, res, permission) => {
      const organisation = await findOrganisation(db, actorOf(res), permission, req.params.id)
      const { small, name } = openIn(await findInboxItem(db, organisation, req.params.itemId), req.params.fileId)
      if (!small) throw new NotFound()
      await sendFile(res, parts, { ...small, name, type: 'image/webp' }, 'inline')
    }),
  ]
}

function openIn(inboxItem: InboxItem, id: string): InboxItem['files'][number] {
  const file = inboxItem.files.find(each => each.id === id)
  if (file?.state !== 'ready') throw new NotFound()
  return file
}
