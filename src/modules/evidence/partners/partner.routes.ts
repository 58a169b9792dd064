import type { Request } from 'express'
import { lookUpAll } from '../../../db/lookups.ts'
import { can } from '../../../domain/permissions.ts'
import type { Actor } from '../../../domain/actor.ts'
import { knownAs } from '../../../domain/partner.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey, sentForm } from '../../../web/form-ids.ts'
import { checkPersonalData } from '../personal-data/personal-data.forms.ts'
import { personalDataQuestion } from '../personal-data/personal-data.pages.ts'
import { pageOf, placeAfter, queryText } from '../../../web/lists.ts'
import { parseForm, refusalOf } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { linesAmong } from '../list/list.store.ts'
import { namesKnownAt, recordPersonalDataReply } from '../personal-data/personal-data.actions.ts'
import { personalDataAnswersOf } from '../personal-data/personal-data.store.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { findOrganisation } from '../../organisations/organisations.public.ts'
import {
  addActivity,
  addPartner,
  changeActivity,
  changePartner,
  removeActivity,
  removePartner,
} from './partner.actions.ts'
import {
  activityForm,
  newActivityForm,
  newPartnerForm,
  partnerForm,
  removalForm,
  type PartnerGiven,
} from './partner.forms.ts'
import { eventsOfPartner } from './partner-history.store.ts'
import {
  activityEdit,
  activityRemoval,
  partnerEdit,
  partnerList,
  partnerPage,
  partnerRemoval,
  evidenceShown,
  type PartnerContext,
} from './partner.pages.ts'
import { activitiesOf, findActivity, findPartner, partnerLines, partnersFound, type Partner } from './partner.store.ts'
import { applicationsShowing, evidenceAbout } from '../partner-evidence/partner-evidence.store.ts'

const listed = 50

/** What is asked about, as far as it was changed. */
const changedIn = (partner: Partner, data: PartnerGiven): Record<string, string> =>
  Object.fromEntries(
    (['name', 'englishName', 'place', 'agreed'] as const)
      .filter(field => data[field] !== partner[field])
      .map(field => [field, data[field]]),
  )

/**
 * A text with gaps where names stand whole, with or without their article; within a longer word or number they are no
 * names.
 */
const without = (names: readonly string[], text: string): string =>
  names
    .flatMap(name => [name, name.replace(/^the /i, '')])
    .reduce(
      (rest, name) =>
        rest.replaceAll(name, (found: string, at: number) =>
          /[\p{L}\p{N}]$/u.test(rest.slice(Math.max(0, at - 2), at)) ||
          /^[\p{L}\p{N}]/u.test(rest.slice(at + found.length, at + found.length + 2))
            ? found
            : ' '.repeat(found.length),
        ),
      text,
    )

/** Whom a library works with, and what was done together. */
export const partnerRoutes = ({ db, write }: Parts): Route[] => {
  const libraryOf = async (actor: Actor, permission: 'partner.read' | 'partner.write', id: string) => {
    const organisation = await findOrganisation(db, actor, permission, id)
    return { ...organisation, organisationId: organisation.id, organisationName: organisation.name }
  }
  const find = (req: Request<{ id: string }>, actor: Actor, permission: 'partner.read' | 'partner.write') =>
    findPartner(db, actor, permission, req.params.id)

  const contextOf = async (actor: Actor, partner: Partner): Promise<PartnerContext> => {
    const { activities, evidenceItems } = await lookUpAll(db, {
      activities: activitiesOf(db, partner.id),
      evidenceItems: linesAmong(db, actor, evidenceAbout(db, partner.id), evidenceShown + 1),
    })
    const uses = await applicationsShowing(db, partner.id)
    const frameworks = new Map<string, Awaited<ReturnType<typeof frameworkVersion>>>()
    for (const id of new Set(uses.map(use => use.frameworkVersionId)))
      frameworks.set(id, await frameworkVersion(db, id))
    const [personalData, events] = [
      await personalDataAnswersOf(db, { kind: 'partner', id: partner.id }),
      await eventsOfPartner(db, actor, partner),
    ]
    return {
      activities,
      evidenceItems,
      uses,
      frameworks,
      personalData,
      events,
      mayWrite: can(actor, 'partner.write', { id: partner.organisationId }),
    }
  }

  /**
   * The charity reads it, so it is asked about like evidence. @param names the partner's own, which are no secret
   * wherever they stand whole @param typed what is new in it
   */
  const personalDetailIn = async (
    req: Request,
    t: T,
    actor: Actor,
    { organisationId, organisationName }: { organisationId: string; organisationName: string },
    names: readonly string[],
    typed: Record<string, string>,
  ) => {
    const ours = names.filter(name => name !== '')
    const places = Object.entries(typed).map(([where, text]) =>
      where === 'name' || where === 'englishName'
        ? { where, text, isName: true }
        : { where, text: without(ours, text) },
    )
    const personalData = checkPersonalData(
      t,
      req.body,
      places,
      await namesKnownAt(db, actor, { id: organisationId, name: organisationName }),
      false,
    )
    return {
      personalData,
      asked: personalData.ask && {
        form: personalData.ask,
        panel: personalDataQuestion(t, personalData.ask, personalData.found, [], false),
      },
    }
  }

  return [
    get('/organisations/:id/partners', 'partner.read', async (req, res, permission) => {
      const [actor, { t, today }] = [actorOf(res), res.locals]
      const organisation = await libraryOf(actor, permission, req.params.id)
      const [search, after] = [queryText(req, 'search'), placeAfter(req, 'nameKey', 'id')]
      const found =
        search === '' ? null : await partnersFound(db, organisation, search, kind => t(`partner.kind.${kind}`))
      const query = search === '' ? '' : `?${new URLSearchParams({ search }).toString()}`
      const here = `/organisations/${organisation.id}/partners${query}`
      const { lines, next } = pageOf(
        await partnerLines(db, actor, organisation, found, after, listed + 1),
        listed,
        here,
        ({ nameKey, id }) => ({ nameKey, id }),
      )
      page(
        res,
        'evidence/partners/list',
        partnerList(
          t,
          organisation,
          lines,
          can(actor, 'partner.write', organisation),
          { search, found: found?.length ?? null, isLater: after !== null, next },
          today,
        ),
      )
    }),

    get('/organisations/:id/partners/new', 'partner.write', async (req, res, permission) => {
      page(
        res,
        'evidence/partners/edit',
        partnerEdit(res.locals.t, await libraryOf(actorOf(res), permission, req.params.id), null),
      )
    }),

    post('/organisations/:id/partners/new', 'partner.write', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const organisation = await libraryOf(actor, permission, req.params.id)
      const { data, form } = parseForm(newPartnerForm(t), req.body)
      if (form) return page(res.status(422), 'evidence/partners/edit', partnerEdit(t, organisation, null, form))
      const { personalData, asked } = await personalDetailIn(
        req,
        t,
        actor,
        organisation,
        [data.name, data.englishName],
        {
          name: data.name,
          englishName: data.englishName,
          place: data.place,
          agreed: data.agreed,
        },
      )
      if (asked)
        return page(
          res.status(422),
          'evidence/partners/edit',
          partnerEdit(t, organisation, null, asked.form, asked.panel),
        )
      let done = ''
      const refused = await refusalOf(t, req.body, async () => {
        done = await write(actor, work =>
          claimKey(work, sentForm(data.idempotencyKey, 'name', req.body), async () => {
            const id = await addPartner(work, organisation, data)
            await recordPersonalDataReply(work, 'partner', { id, organisationId: organisation.id }, personalData.reply)
            return `/partners/${id}`
          }),
        )
      })
      if (refused) return page(res.status(422), 'evidence/partners/edit', partnerEdit(t, organisation, null, refused))
      flash(res, t('partners.added', { name: knownAs(data) }))
      res.redirect(303, done)
    }),

    get('/partners/:id', 'partner.read', async (req, res, permission) => {
      const partner = await find(req, actorOf(res), permission)
      page(
        res,
        'evidence/partners/show',
        partnerPage(res.locals.t, partner, await contextOf(actorOf(res), partner), res.locals.today),
      )
    }),

    get('/partners/:id/edit', 'partner.write', async (req, res, permission) => {
      const partner = await find(req, actorOf(res), permission)
      page(res, 'evidence/partners/edit', partnerEdit(res.locals.t, partner, partner))
    }),

    post('/partners/:id/edit', 'partner.write', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const partner = await find(req, actor, permission)
      const { data, form } = parseForm(partnerForm(t), req.body)
      if (form) return page(res.status(422), 'evidence/partners/edit', partnerEdit(t, partner, partner, form))
      const { personalData, asked } = await personalDetailIn(
        req,
        t,
        actor,
        partner,
        [data.name, data.englishName],
        changedIn(partner, data),
      )
      if (asked)
        return page(
          res.status(422),
          'evidence/partners/edit',
          partnerEdit(t, partner, partner, asked.form, asked.panel),
        )
      const refused = await refusalOf(t, req.body, () =>
        write(actor, async work => {
          await changePartner(work, partner, data, data.version)
          await recordPersonalDataReply(work, 'partner', partner, personalData.reply)
        }),
      )
      if (refused) return page(res.status(422), 'evidence/partners/edit', partnerEdit(t, partner, partner, refused))
      flash(res, t('partners.changed'))
      res.redirect(303, `/partners/${partner.id}`)
    }),

    get('/partners/:id/removal', 'partner.write', async (req, res, permission) => {
      page(res, 'evidence/partners/removal', partnerRemoval(res.locals.t, await find(req, actorOf(res), permission)))
    }),

    post('/partners/:id/removal', 'partner.write', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const partner = await find(req, actor, permission)
      const { version } = removalForm.parse(req.body ?? {})
      await write(actor, work => removePartner(work, partner, version))
      flash(res, t('partners.removed'))
      res.redirect(303, `/organisations/${partner.organisationId}/partners`)
    }),

    get('/partners/:id/activities/new', 'partner.write', async (req, res, permission) => {
      page(
        res,
        'evidence/partners/activity',
        activityEdit(res.locals.t, await find(req, actorOf(res), permission), null),
      )
    }),

    post('/partners/:id/activities/new', 'partner.write', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const partner = await find(req, actor, permission)
      const { data, form } = parseForm(newActivityForm(t), req.body)
      if (form) return page(res.status(422), 'evidence/partners/activity', activityEdit(t, partner, null, form))
      const { personalData, asked } = await personalDetailIn(
        req,
        t,
        actor,
        partner,
        [partner.name, partner.englishName],
        {
          activity: data.title,
        },
      )
      if (asked)
        return page(
          res.status(422),
          'evidence/partners/activity',
          activityEdit(t, partner, null, asked.form, asked.panel),
        )
      const refused = await refusalOf(t, req.body, () =>
        write(actor, work =>
          claimKey(work, sentForm(data.idempotencyKey, 'title', req.body), async () => {
            await addActivity(work, partner, data)
            await recordPersonalDataReply(work, 'partner', partner, personalData.reply)
            return `/partners/${partner.id}`
          }),
        ),
      )
      if (refused) return page(res.status(422), 'evidence/partners/activity', activityEdit(t, partner, null, refused))
      flash(res, t('partners.activity.added'))
      res.redirect(303, `/partners/${partner.id}`)
    }),

    get('/partners/:id/activities/:activityId', 'partner.write', async (req, res, permission) => {
      const partner = await find(req, actorOf(res), permission)
      page(
        res,
        'evidence/partners/activity',
        activityEdit(res.locals.t, partner, await findActivity(db, partner.id, req.params.activityId)),
      )
    }),

    post('/partners/:id/activities/:activityId', 'partner.write', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const partner = await find(req, actor, permission)
      const activity = await findActivity(db, partner.id, req.params.activityId)
      const { data, form } = parseForm(activityForm(t), req.body)
      if (form) return page(res.status(422), 'evidence/partners/activity', activityEdit(t, partner, activity, form))
      const { personalData, asked } = await personalDetailIn(
        req,
        t,
        actor,
        partner,
        [partner.name, partner.englishName],
        data.title === activity.title ? {} : { activity: data.title },
      )
      if (asked)
        return page(
          res.status(422),
          'evidence/partners/activity',
          activityEdit(t, partner, activity, asked.form, asked.panel),
        )
      const refused = await refusalOf(t, req.body, () =>
        write(actor, async work => {
          await changeActivity(work, partner, activity, data, data.version)
          await recordPersonalDataReply(work, 'partner', partner, personalData.reply)
        }),
      )
      if (refused)
        return page(res.status(422), 'evidence/partners/activity', activityEdit(t, partner, activity, refused))
      flash(res, t('partners.activity.changed'))
      res.redirect(303, `/partners/${partner.id}`)
    }),

    get('/partners/:id/activities/:activityId/removal', 'partner.write', async (req, res, permission) => {
      const partner = await find(req, actorOf(res), permission)
      page(
        res,
        'evidence/partners/removal',
        activityRemoval(res.locals.t, partner, await findActivity(db, partner.id, req.params.activityId)),
      )
    }),

    post('/partners/:id/activities/:activityId/removal', 'partner.write', async (req, res, permission) => {
      const [actor, { t }] = [actorOf(res), res.locals]
      const partner = await find(req, actor, permission)
      const activity = await findActivity(db, partner.id, req.params.activityId)
      await write(actor, work => removeActivity(work, partner, activity))
      flash(res, t('partners.activity.removed'))
      res.redirect(303, `/partners/${partner.id}`)
    }),
  ]
}
