import { describe, expect, test } from '@jest/globals'
import { forever } from '../../src/domain/consent.ts'
import {
  declarationOf,
  mustDeclare,
  seatOf,
  rolesIn,
  theClock,
  theDecisionLetter,
  type Actor,
} from '../../src/domain/actor.ts'
import { applicationStatuses, type Application, type Seat } from '../../src/domain/application.ts'
import { allPermissions, can, type ApplicationPermission } from '../../src/domain/permissions.ts'

const person = (given: Partial<Actor> = {}): Actor => ({
  id: 'p',
  name: 'Robin',
  language: 'en',
  memberships: [],
  charityRoles: [],
  ...given,
})
const lead = person({ memberships: [{ organisationId: 'library', role: 'lead' }] })
const coordinator = person({ charityRoles: ['coordinator'] })
const trustee = person({ charityRoles: ['trustee'] })
const appraiser = person({ charityRoles: ['appraiser'] })
const aSeat = (given: Partial<Seat> = {}): Seat => ({
  id: 's',
  personId: 'p',
  kind: 'local group',
  independent: true,
  chairs: false,
  status: 'accepted',
  shownName: 'Robin',
  findingsGiven: 0,
  hasGivenAll: false,
  setAside: false,
  ...given,
})
const anApplication = (given: Partial<Application> = {}): Application => ({
  id: 'a',
  number: 'LS-1',
  kind: 'first',
  status: 'with the panel',
  statusBefore: 'checked',
  version: 1,
  organisationId: 'library',
  awardId: null,
  roundId: 'r',
  streamId: 'libraries',
  frameworkVersionId: 'f',
  isSubmitted: true,
  until: null,
  scope: ['b'],
  seats: [],
  helpers: [],
  formerHelpers: [],
  declarations: [],
  everyCoordinatorIsBarred: false,
  decisionLetterReleased: false,
  hasReleasedDecision: given.decisionLetterReleased ?? false,
  isAwarded: false,
  isShared: false,
  criteriaAsked: [],
  ...given,
})
const declared = (says: 'no conflict' | 'conflict') => [{ personId: 'p', says, independent: null }]
const ofOneApplication = allPermissions.filter(
  permission =>
    permission.startsWith('application.') && !['application.list', 'application.start'].includes(permission),
) as ApplicationPermission[]

describe('roles on an application', () => {
  test.each([
    ['a person without a role', person(), anApplication(), []],
    ['a lead', lead, anApplication(), ['lead']],
    [
      'a lead of another library',
      person({ memberships: [{ organisationId: 'another', role: 'lead' }] }),
      anApplication(),
      [],
    ],
    ['a coordinator before declaring', coordinator, anApplication(), []],
    [
      'a coordinator without a conflict',
      coordinator,
      anApplication({ declarations: declared('no conflict') }),
      ['coordinator'],
    ],
    ['a coordinator with a conflict', coordinator, anApplication({ declarations: declared('conflict') }), []],
    ['an appraiser without a seat', appraiser, anApplication({ declarations: declared('no conflict') }), []],
    [
      'an administrator',
      person({ charityRoles: ['administrator'] }),
      anApplication({ declarations: declared('no conflict') }),
      [],
    ],
    [
      'a person with an offer',
      appraiser,
      anApplication({ seats: [aSeat({ status: 'offered' })], declarations: declared('no conflict') }),
      [],
    ],
    ['a seat holder before declaring', appraiser, anApplication({ seats: [aSeat()] }), []],
    ['a seat holder', appraiser, anApplication({ seats: [aSeat()], declarations: declared('no conflict') }), ['panel']],
    [
      'a chair',
      appraiser,
      anApplication({ seats: [aSeat({ chairs: true })], declarations: declared('no conflict') }),
      ['panel', 'chair'],
    ],
    [
      'a person whose seat was withdrawn',
      appraiser,
      anApplication({ seats: [aSeat({ status: 'withdrawn' })], declarations: declared('no conflict') }),
      [],
    ],
    [
      'a trustee with a seat on this panel',
      trustee,
      anApplication({ seats: [aSeat()], declarations: declared('no conflict') }),
      ['panel'],
    ],
    [
      'a trustee with an offer of a seat on this panel',
      trustee,
      anApplication({ seats: [aSeat({ status: 'offered' })], declarations: declared('no conflict') }),
      [],
    ],
    [
      'a trustee who declined a seat',
      trustee,
      anApplication({ seats: [aSeat({ status: 'declined' })], declarations: declared('no conflict') }),
      ['trustee'],
    ],
    [
      'a trustee who wrote findings before the seat was withdrawn',
      trustee,
      anApplication({
        seats: [aSeat({ status: 'withdrawn', findingsGiven: 1 })],
        declarations: declared('no conflict'),
      }),
      [],
    ],
    [
      'a trustee whose help with a seat with findings has ended',
      trustee,
      anApplication({
        seats: [aSeat({ personId: 'another', findingsGiven: 1 })],
        formerHelpers: [{ id: 'help', seatId: 's', personId: 'p' }],
        declarations: declared('no conflict'),
      }),
      [],
    ],
    [
      'a trustee who helps with a withdrawn seat with findings',
      trustee,
      anApplication({
        seats: [aSeat({ personId: 'another', status: 'withdrawn', findingsGiven: 1 })],
        helpers: [{ id: 'help', seatId: 's', personId: 'p' }],
        declarations: declared('no conflict'),
      }),
      [],
    ],
    [
      'a trustee whose help ended with a seat that gave no findings',
      trustee,
      anApplication({
        seats: [aSeat({ personId: 'another', status: 'withdrawn' })],
        formerHelpers: [{ id: 'help', seatId: 's', personId: 'p' }],
        declarations: declared('no conflict'),
      }),
      ['trustee'],
    ],
    [
      'a trustee in place of barred coordinators',
      trustee,
      anApplication({ everyCoordinatorIsBarred: true, declarations: declared('no conflict') }),
      ['coordinator', 'trustee'],
    ],
    [
      'a trustee with a conflict in place of barred coordinators',
      trustee,
      anApplication({ everyCoordinatorIsBarred: true, declarations: declared('conflict') }),
      [],
    ],
    ['the clock', theClock, anApplication(), ['clock']],
    ['a decision letter', theDecisionLetter, anApplication(), ['decision letter']],
  ] as const)('%s has exactly the expected roles', (_who, actor, application, expected) =>
    expect(rolesIn(actor, application)).toEqual(expected),
  )

  test('a member of a library who also has charity roles has only the library role on its application', () => {
    const both = person({
      memberships: [{ organisationId: 'library', role: 'observer' }],
      charityRoles: ['coordinator', 'trustee', 'appraiser'],
    })
    const application = anApplication({
      seats: [aSeat({ chairs: true })],
      declarations: declared('no conflict'),
      everyCoordinatorIsBarred: true,
    })
    expect([
      rolesIn(both, application),
      mustDeclare(both, application),
      can(both, 'declaration.make', anApplication()),
      can(both, 'seat.answer', application),
    ]).toEqual([['observer'], false, false, false])
  })
  test('a person with two memberships of one organisation has both roles', () => {
    const both = person({
      memberships: [
        { organisationId: 'library', role: 'lead' },
        { organisationId: 'library', role: 'observer' },
      ],
    })
    expect(rolesIn(both, anApplication())).toEqual(['lead', 'observer'])
  })
})

describe('before the declaration and after a conflict', () => {
  test.each([
    ['a seat holder', appraiser, [aSeat()]],
    ['a person with an offer', appraiser, [aSeat({ status: 'offered' as const })]],
    ['a coordinator', coordinator, []],
    ['a trustee', trustee, []],
  ])('before declaring, %s only knows of the application; after a conflict, not even that', (_name, actor, seats) => {
    const [before, after] = [anApplication({ seats }), anApplication({ seats, declarations: declared('conflict') })]
    expect(declarationOf(actor, before)).toBeNull()
    expect(ofOneApplication.filter(permission => can(actor, permission, before))).toEqual(['application.know'])
    expect(can(actor, 'declaration.make', before)).toBe(true)
    expect(ofOneApplication.filter(permission => can(actor, permission, after))).toEqual([])
    for (const permission of [
      'panel.read',
      'question.read',
      'history.read',
      'submission.read',
      'meeting.read',
      'proposal.read',
      'decision_letter.read',
      'declaration.make',
      'declaration.change',
      'seat.answer',
    ] as const) {
      expect([permission, can(actor, permission, after)]).toEqual([permission, false])
    }
  })
  test('a person who declared no conflict can still declare one', () => {
    expect(can(coordinator, 'declaration.change', anApplication({ declarations: declared('no conflict') }))).toBe(true)
  })
})

describe('drafts', () => {
  const draft = anApplication({ status: 'draft', isSubmitted: false, declarations: declared('no conflict') })
  test('a draft can be read only by the library', () => {
    expect(can(lead, 'application.read', draft)).toBe(true)
    for (const actor of [coordinator, trustee, appraiser]) expect(can(actor, 'application.read', draft)).toBe(false)
  })
  test('coordinators can know that a draft exists, but trustees cannot', () =>
    expect([can(coordinator, 'application.know', draft), can(trustee, 'application.know', draft)]).toEqual([
      true,
      false,
    ]))
  test('answers in a returned application can be read only by the library', () => {
    const returned = anApplication({ status: 'returned', declarations: declared('no conflict') })
    expect([
      can(coordinator, 'submission.read', returned),
      can(coordinator, 'answer.read', returned),
      can(lead, 'answer.read', returned),
    ]).toEqual([true, false, true])
  })
  test('an application withdrawn before submission cannot be read by the charity', () =>
    expect(
      can(
        coordinator,
        'application.read',
        anApplication({ status: 'withdrawn', isSubmitted: false, declarations: declared('no conflict') }),
      ),
    ).toBe(false))
})

describe('findings', () => {
  const [own, others, unfinished] = [
    { seatId: 's', givenAt: null },
    { seatId: 'other', givenAt: 'given' },
    { seatId: 'other', givenAt: null },
  ]
  const judging = anApplication({ seats: [aSeat()], declarations: declared('no conflict') })
  const done = anApplication({
    seats: [aSeat({ findingsGiven: 25, hasGivenAll: true })],
    declarations: declared('no conflict'),
  })
  test.each([
    [judging, [true, false, false]],
    [done, [true, true, false]],
  ])('a member reads another member’s given findings only after giving all their own', (application, expected) => {
    expect([own, others, unfinished].map(finding => can(appraiser, 'finding.read', application, finding))).toEqual(
      expected,
    )
  })
  test('findings cannot be changed after they are given', () =>
    expect([judging, done].map(application => can(appraiser, 'finding.write', application))).toEqual([true, false]))
  test('findings are hidden from a coordinator who was offered a seat', () => {
    expect(
      can(
        coordinator,
        'finding.read',
        anApplication({ seats: [aSeat({ status: 'offered' })], declarations: declared('no conflict') }),
        others,
      ),
    ).toBe(false)
  })
  test('the private note of a finding can be read only by its author', () =>
    expect([own, others].map(finding => can(appraiser, 'finding.read_note', done, finding))).toEqual([true, false]))
  test('a member can read the decision letter only after it is released', () => {
    expect(
      [
        { ...done, status: 'decided' as const },
        { ...done, status: 'decided' as const, decisionLetterReleased: true, hasReleasedDecision: true },
      ].map(application => can(appraiser, 'decision_letter.read', application)),
    ).toEqual([false, true])
  })
  test('a member reads the meeting, agreed findings and proposal only after giving all their own findings', () => {
    for (const permission of ['meeting.read', 'agreed_finding.read', 'proposal.read'] as const)
      expect([judging, done].map(application => can(appraiser, permission, application))).toEqual([false, true])
  })
})

describe('the library', () => {
  test('after a decision letter is released, the library reads agreed findings, but no other work of the panel', () => {
    for (const status of applicationStatuses) {
      const [held, released] = [anApplication({ status }), anApplication({ status, decisionLetterReleased: true })]
      for (const permission of ['agreed_finding.read', 'decision.read', 'decision_letter.read'] as const)
        expect([can(lead, permission, held), can(lead, permission, released)]).toEqual([false, true])
      for (const permission of ['panel.read', 'meeting.read', 'proposal.read', 'appraisal.read'] as const)
        expect([can(lead, permission, held), can(lead, permission, released)]).toEqual([false, false])
      expect(can(lead, 'finding.read', released, { seatId: 's', givenAt: 'given' })).toBe(false)
    }
  })
  test('while the panel asks for more evidence, the library can change only the criteria that were asked about', () => {
    const asked = anApplication({ status: 'more evidence asked', criteriaAsked: ['staff-training'] })
    expect(['staff-training', 'induction'].map(item => can(lead, 'answer.write_item', asked, item))).toEqual([
      true,
      false,
    ])
  })
  test('a lead can choose how to share an application only if it was awarded or is already shared', () =>
    expect(
      [{ isAwarded: false }, { isAwarded: true }, { isShared: true }].map(given =>
        can(lead, 'example_choice.make', anApplication({ status: 'decided', hasReleasedDecision: true, ...given })),
      ),
    ).toEqual([false, true, true]))
  test('a lead cannot see the kind of a seat', () =>
    expect(can(lead, 'seat.read_kind', anApplication({ seats: [aSeat()] }), aSeat())).toBe(false))
})

test('the kind of a seat is visible only to its holder and to coordinators', () => {
  const application = anApplication({
    seats: [aSeat(), aSeat({ id: 'other', personId: 'q', chairs: true })],
    declarations: [...declared('no conflict'), { personId: 'q', says: 'no conflict', independent: true }],
  })
  expect([
    can(appraiser, 'seat.read_kind', application, application.seats[0]!),
    can(appraiser, 'seat.read_kind', application, application.seats[1]!),
  ]).toEqual([true, false])
  expect(
    can(
      { ...coordinator, id: 'q2' },
      'seat.read_kind',
      anApplication({ ...application, declarations: [{ personId: 'q2', says: 'no conflict', independent: null }] }),
      aSeat(),
    ),
  ).toBe(true)
  expect(
    can(
      { ...trustee, id: 't' },
      'seat.read_kind',
      anApplication({ ...application, declarations: [{ personId: 't', says: 'no conflict', independent: null }] }),
      aSeat(),
    ),
  ).toBe(false)
})

describe('evidence', () => {
  const evidence = (sensitivity: 'ordinary' | 'restricted', ownerId = 'someone') => ({
    id: 'e',
    organisationId: 'library',
    sensitivity,
    ownerId,
    consentUntil: forever,
    isConsentWithdrawn: false,
  })
  const member = (role: 'contributor' | 'observer') => person({ memberships: [{ organisationId: 'library', role }] })
  test.each([
    ['contributor', 'ordinary', true],
    ['contributor', 'restricted', false],
    ['observer', 'ordinary', true],
    ['observer', 'restricted', false],
  ] as const)('the role %s can read %s evidence: %s', (role, sensitivity, expected) => {
    expect(can(member(role), 'evidence.read', evidence(sensitivity), null)).toBe(expected)
  })
  test('restricted evidence can be read by its owner, unless they are an observer', () => {
    expect([
      can(member('contributor'), 'evidence.read', evidence('restricted', 'p'), null),
      can(member('observer'), 'evidence.read', evidence('restricted', 'p'), null),
    ]).toEqual([true, false])
  })
  test.each([
    ['contributor', true],
    ['observer', false],
  ] as const)('once a consent is withdrawn, the role %s can read the evidence: %s', (role, expected) => {
    const withdrawn = { ...evidence('ordinary'), isConsentWithdrawn: true }
    expect(can(member(role), 'evidence.read', withdrawn, null)).toBe(expected)
  })
  test('evidence cannot be read by its owner after they leave the library', () =>
    expect(can(person(), 'evidence.read', evidence('ordinary', 'p'), null)).toBe(false))
  test('an appraiser can read evidence only through an application from the same library', () => {
    const seated = anApplication({ seats: [aSeat()], declarations: declared('no conflict') })
    expect([
      can(appraiser, 'evidence.read', evidence('restricted'), seated),
      can(appraiser, 'evidence.read', evidence('ordinary'), null),
      can(appraiser, 'evidence.read', evidence('ordinary'), { ...seated, organisationId: 'another' }),
    ]).toEqual([true, false, false])
  })
  test('trustees can read restricted evidence once the application reaches them, and coordinators never can', () => {
    const at = (status: Application['status']) => anApplication({ status, declarations: declared('no conflict') })
    expect([
      can(trustee, 'evidence.read', evidence('restricted'), at('with the panel')),
      can(trustee, 'evidence.read', evidence('restricted'), at('with a trustee')),
      can(coordinator, 'evidence.read', evidence('restricted'), at('with a trustee')),
    ]).toEqual([false, true, false])
  })
})

test('a permission check with a missing or unwanted subject does not compile', () => {
  // @ts-expect-error the application is missing
  expect(() => can(lead, 'answer.write')).toThrow()
  // @ts-expect-error a permission of the charity takes no subject
  can(coordinator, 'rounds.manage', anApplication())
  expect(seatOf(lead, anApplication())).toBeNull()
})

test('the clock and the decision letter have no permission for an application', () => {
  for (const actor of [theClock, theDecisionLetter])
    expect(ofOneApplication.filter(permission => can(actor, permission, anApplication()))).toEqual([])
})
