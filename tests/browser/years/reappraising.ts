import { applicationById } from '../../../src/modules/access/applications/application.store.ts'
import { expect } from '@jest/globals'
import { criteriaAskedBy } from '../../../src/domain/framework.ts'
import { writeFinding } from '../../../src/modules/appraisal/findings/finding.actions.ts'
import { frameworkVersion } from '../../../src/modules/frameworks/frameworks/framework.store.ts'
import { personWithAddress } from '../../../src/modules/access/people/person.store.ts'
import { readersById } from '../../../src/email/readers.store.ts'
import { valueOf, type Walker } from '../walker.ts'
import { people } from './people.ts'
import { linkIn } from './postbox.ts'
import { declareNoConflict } from './renewing.ts'
import { signIn, type Years } from './years.ts'

const panel = ['chair', 'peer', 'neighbour'] as const
type Seat = (typeof panel)[number]

/**
 * The lead changes two answers of the application, which is filled in from last time, and checks that nothing is
 * missing.
 */
export async function fillInReappraisal({ places: { application } }: Years, lead: Walker, year: string): Promise<void> {
  expect(await lead.text()).toContain('answers are unchanged from last time')
  await lead.open(`${application}/criteria/L3`)
  await lead.press('Save', { narrative: `We asked everybody who came to the conversation mornings in ${year}.` })
  await lead.open(`${application}/criteria/F4`)
  await lead.press('Save', { narrative: `In ${year} the mobile library got a new van.` })
  await lead.open(application)
  await lead.follow('Check your answers')
  expect(await lead.text()).toContain('Nothing is missing. We will read everything below.')
}

/**
 * The coordinator offers three seats by email, their holders accept and declare no conflict, and the application goes
 * to the panel.
 */
export async function offerSeats(years: Years): Promise<void> {
  const {
    post,
    places: { application },
  } = years
  const coordinator = await years.as('coordinator')
  await coordinator.open(`${application}/panel`)
  const seats = {
    chair: { kind: 'lived experience', chairs: true },
    peer: { kind: 'sector peer', independent: true },
    neighbour: { kind: 'local group' },
  } as const satisfies Record<Seat, object>
  for (const role of panel) {
    const person = await valueOf(coordinator, 'person', people[role].email)
    await coordinator.press('Offer this seat', { person, ...seats[role] })
  }
  for (const role of panel) {
    const walker = await years.follows(
      role,
      await post.email(role, 'Would you like to join a panel for the Library of Sanctuary award?'),
    )
    await walker.follow('Sign in to answer')
    await signIn(walker, role)
    await walker.press('Accept seat', { shownName: people[role].name.split(' ')[0]! })
    await declareNoConflict(walker, application, { independent: 'yes' })
  }
  await coordinator.open(`${application}/panel`)
  await coordinator.press('Pass to the panel')
}

/**
 * Each member judges the first criterion on its page. The other criteria are judged by calling the service's action,
 * because ../steps.ts tests the page with all of them.
 */
export async function giveFindings(years: Years): Promise<void> {
  const {
    post,
    places: { application },
  } = years
  for (const role of panel) {
    const walker = await years.follows(role, await post.email(role, 'You can now read Wexcombe Libraries’ application'))
    await walker.open(`${application}/appraisal/L1`)
    await walker.press('Save and go to', { judgement: 'met', reason: 'Shown once more, and better than before.' })
    await giveOtherFindings(years, role)
    await walker.open(`${application}/appraisal`)
    await walker.press('Give all my findings')
  }
}

async function giveOtherFindings(
  {
    service: {
      parts: { db, write },
    },
    places,
  }: Years,
  role: Seat,
): Promise<void> {
  const application = (await applicationById(db, places.application.split('/').at(-1)!))!
  const criteria = criteriaAskedBy(await frameworkVersion(db, application.frameworkVersionId), application.kind)
  const [reader] = await readersById(db, [(await personWithAddress(db, people[role].email))!.id])
  await write(reader!.actor, async work => {
    for (const item of criteria.filter(({ code }) => code !== 'L1')) {
      await writeFinding(work, application, item, {
        version: 0,
        judgement: 'met',
        reason: `Shown for ${item.code}.`,
        commendation: '',
        privateNote: '',
      })
    }
  })
}

/** The chair records the agreed findings and proposes a decision to a trustee, who decides as proposed. */
export async function decideReappraisal(years: Years, recommendation?: { body: string; dueOn: string }): Promise<void> {
  const {
    post,
    places: { application },
  } = years
  const chair = await years.as('chair')
  await chair.open(`${application}/meeting`)
  await chair.press('Record the 25 findings that you all agree on')
  await chair.follow('Continue to the proposal')
  if (recommendation)
    await chair.press('Add recommendation', { kind: 'improvement', owner: 'Library manager', ...recommendation })
  await chair.press('Send to a trustee', {
    outcome: recommendation ? 'awarded with recommendations' : 'awarded',
    decisionLetter: 'Dear friends at Wexcombe Libraries,\n\nIt was good to see you again.\n\nthe panel',
  })
  const trustee = await years.as('trustee')
  await trustee.open(
    linkIn(await post.email('trustee', 'The proposal for Wexcombe Libraries needs a trustee’s decision')),
    403,
  )
  await trustee.follow('Make your declaration')
  await declareNoConflict(trustee, application)
  await trustee.open(`${application}/decision`)
  await trustee.press('Continue', { decision: 'accept' })
  await trustee.press('Record this decision', { read: true })
}
