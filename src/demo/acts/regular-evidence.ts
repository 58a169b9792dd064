import { branchesOf } from '../../modules/organisations/branches/branch.store.ts'
import { addDays, addMinutes } from '../../domain/time.ts'
import { answerOccurrence } from '../../modules/evidence/occurrences/occurrence.actions.ts'
import { addRecurring } from '../../modules/evidence/recurring/recurring.actions.ts'
import { workOf, required, itemOf, leadOf, organisationOf, personWithEmail, type Act } from '../world.ts'

/**
 * The lead sets up regular evidence. For some of it, the first due date is answered with evidence that already exists.
 */
export const setsUpRegularEvidence =
  (library: string): Act =>
  async (world, at) => {
    const [actor, organisation] = [await leadOf(world, library), organisationOf(world, library)]
    const branches = await branchesOf(world.trx, organisation)
    for (const [index, { title, what, every, from, kind, branch, items, due, came }] of required(
      world.texts.recurring[library],
      library,
    ).entries()) {
      const moment = addMinutes(at, index * 6)
      const given = {
        title,
        what,
        every,
        kind,
        nextDue: addDays(world.today, due),
        asked: (await personWithEmail(world, from)).id,
        items: items.map(code => itemOf(world, code).id),
        branch:
          branch === undefined
            ? null
            : required(
                branches.find(({ name }) => name === branch),
                branch,
              ).id,
      }
      const id = await addRecurring(workOf(world, actor, moment), organisation, world.framework, given)
      if (came)
        await answerOccurrence(
          workOf(world, actor, addMinutes(moment, 3)),
          { id, organisationId: organisation.id },
          1,
          [required(world.evidence.get(`${library} ${came}`), came)],
        )
    }
  }
