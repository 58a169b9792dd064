import { expect, test } from '@jest/globals'
import { allRoles, charityRoles, memberRoles } from '../../src/domain/actor.ts'
import { applicationGuards } from '../../src/domain/application-guards.ts'
import { applicationKinds, applicationMoves, applicationStatuses, seatKinds } from '../../src/domain/application.ts'
import { awardStatuses } from '../../src/domain/award.ts'
import { allEvidenceKinds } from '../../src/domain/evidence.ts'
import { itemParts } from '../../src/domain/framework.ts'
import { judgements, outcomes, recommendationKinds } from '../../src/domain/judgements.ts'
import { branchKinds, organisationKinds } from '../../src/domain/organisation.ts'
import { partnerKinds } from '../../src/domain/partner.ts'
import { allPermissions } from '../../src/domain/permissions.ts'
import { itemStates } from '../../src/domain/completeness.ts'
import { allFrequencies, occurrenceStates } from '../../src/domain/recurring.ts'
import { en } from '../../src/words/en/index.ts'

const said: [where: string, members: readonly string[]][] = [
  ['application.kind', applicationKinds],
  ['application.status', applicationStatuses],
  ['application.status_own', applicationStatuses],
  ['application.move', Object.keys(applicationMoves)],
  ['application.guard', Object.keys(applicationGuards)],
  ['award.status', awardStatuses],
  ['award.status_own', awardStatuses],
  ['judgement', judgements],
  ['outcome', outcomes],
  ['recommendation.kind', recommendationKinds],
  ['seat.kind', seatKinds],
  ['role', [...memberRoles, ...charityRoles]],
  ['standing', allRoles],
  ['organisation.kind', organisationKinds],
  ['branch.kind', branchKinds],
  ['item.part', itemParts],
  ['item.state', itemStates],
  ['panel.lacks', ['seats', 'chair', 'independent', ...seatKinds]],
  ['evidence.kind', allEvidenceKinds],
  ['permission', allPermissions],
  ['partner.kind', partnerKinds],
  ['recurring.every', allFrequencies],
  ['occurrences', occurrenceStates],
]

test.each(said)('every value of %s has words in the catalogue', (where, members) => {
  expect(members.filter(member => !(`${where}.${member}` in en))).toEqual([])
})
