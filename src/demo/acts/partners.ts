import { addMinutes, addMonths, dayOf } from '../../domain/time.ts'
import { setShownPartners } from '../../modules/applications/shown-partners/shown-partner.actions.ts'
import { addActivity } from '../../modules/evidence/partner-activities/partner-activity.actions.ts'
import { attachToPartner } from '../../modules/evidence/partner-evidence/partner-evidence.actions.ts'
import { addPartner } from '../../modules/evidence/partners/partner.actions.ts'
import { workOf, caseOf, required, itemOf, leadOf, organisationOf, type Act } from '../world.ts'

/** Adds partners, with activities and evidence. */
export const addsPartners =
  (library: string): Act =>
  async (world, at) => {
    const actor = await leadOf(world, library)
    for (const [index, { english, since, together, shows, under, ...said }] of required(
      world.texts.partners[library],
      library,
    ).entries()) {
      const moment = addMinutes(at, index * 9)
      const ago = (months: number) => addMonths(dayOf(moment), -months)
      const given = { ...said, englishName: english, since: ago(since), until: null }
      const { id: organisationId } = organisationOf(world, library)
      const id = await addPartner(workOf(world, actor, moment), { id: organisationId }, given)
      const partner = { id, organisationId }
      for (const { title, ago: months } of together)
        await addActivity(workOf(world, actor, moment), partner, {
          title,
          from: ago(months),
          to: null,
        })
      if (shows.length > 0)
        await attachToPartner(
          workOf(world, actor, moment),
          partner,
          shows.map(evidence => required(world.evidence.get(`${library} ${evidence}`), evidence)),
        )
      for (const code of under)
        await setShownPartners(
          workOf(world, actor, moment),
          { application: await caseOf(world, library), item: itemOf(world, code) },
          { offered: [], seen: [], chosen: [id] },
        )
    }
  }
