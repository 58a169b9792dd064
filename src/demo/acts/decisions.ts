import type { Outcome } from '../../domain/judgements.ts'
import { addMinutes, addMonths, dayOf } from '../../domain/time.ts'
import { decide } from '../../modules/appraisal/decisions/decision.actions.ts'
import {
  addRecommendation,
  proposalBeingWritten,
  sendProposal,
} from '../../modules/appraisal/proposals/proposal.actions.ts'
import { proposalFor } from '../../modules/appraisal/proposals/proposal.store.ts'
import { charity, type CharityKey } from '../cast.ts'
import { fillDemoText } from '../texts.ts'
import { workOf, caseOf, required, itemOf, libraryOf, personWithEmail, type Act } from '../world.ts'

/** The chair writes the proposal and sends it to a trustee. */
export const proposes =
  (key: CharityKey, library: string, outcome: Outcome): Act =>
  async (world, at) => {
    const {
      trx,
      framework,
      texts: { panel },
    } = world
    const actor = await personWithEmail(world, charity[key].email)
    const application = await caseOf(world, library)
    const decisionLetter = fillDemoText(panel.decisionLetters[outcome], library, libraryOf(world, library))
    const proposal = await proposalBeingWritten(workOf(world, actor, at), application, decisionLetter)
    for (const { kind, item, body, owner, months } of outcome === 'awarded with recommendations'
      ? panel.recommendations
      : []) {
      await addRecommendation(workOf(world, actor, at), application, proposal, {
        kind,
        item: itemOf(world, item).id,
        body,
        owner,
        dueOn: addMonths(dayOf(at), months),
      })
    }
    const version = required(await proposalFor(trx, application), 'proposal').version
    await sendProposal(
      workOf(world, actor, addMinutes(at, 30)),
      { application, framework, proposal },
      {
        version,
        outcome,
        outcomeReason: '',
        decisionLetter,
      },
    )
  }

export const decides =
  (library: string): Act =>
  async (world, at) => {
    const application = await caseOf(world, library)
    const proposal = required(await proposalFor(world.trx, application), 'proposal')
    await decide(
      workOf(world, await personWithEmail(world, charity.trustee.email), at),
      application,
      proposal,
      proposal.version,
    )
  }
