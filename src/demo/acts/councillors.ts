import { changeCouncillorPage } from '../../modules/applications/councillors/councillor.actions.ts'
import { caseOf, required, leadOf, workOf, type Act } from '../world.ts'

/** The lead writes the page for councillors, with a quote from people who agreed to it. */
export const briefsCouncillors =
  (library: string): Act =>
  async (world, at) => {
    const actor = await leadOf(world, library)
    const written = {
      version: 0,
      request: 'Sign off our application before we submit it.',
      costs: [
        { name: 'Award fee', toApply: 0, toRenew: 0 },
        { name: 'Training cover', toApply: 1_200, toRenew: 300 },
        { name: 'Translation and printing', toApply: 650, toRenew: 300 },
      ],
      hoursToApply: 96,
      hoursToRenew: 40,
      paidFrom: 'Paid from the existing library budget.',
      numbers: [
        { value: '318', label: 'people joined without proof of address' },
        { value: '41 of 46', label: 'front-line staff trained' },
        { value: '6,400', label: 'pages printed and scanned for free' },
        { value: '9', label: 'languages on our welcome signs' },
      ],
      period: 'The last 12 months',
      quotes: [
        {
          evidenceId: required(world.evidence.get(`${library} table`), 'table'),
          words: 'I came for the computers and stayed for the reading group.',
          who: 'Conversation café member',
        },
      ],
      contact: actor.name,
    }
    await changeCouncillorPage(workOf(world, actor, at), await caseOf(world, library), written, [])
  }
