import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { withoutRights } from '../src/domain/actor.ts'
import { forever } from '../src/domain/consent.ts'
import type { AccessRequest } from '../src/domain/role-approval.ts'
import type { Award } from '../src/domain/award.ts'
import type { EvidenceSubject, Sensitivity } from '../src/domain/evidence.ts'
import {
  allPermissions,
  can,
  type ApplicationPermission,
  type AwardPermission,
  type CharityPermission,
  type MeetingPermission,
  type OrganisationPermission,
  type Permission,
} from '../src/domain/permissions.ts'
import { translator } from '../src/words/words.ts'
import {
  aSeat,
  caseOf,
  casePeople,
  circles,
  charityPeople,
  libraryPeople,
  outsiders,
  situations,
  type Situation,
  type PersonKind,
} from './permission-cases.ts'

const t = translator('en')

/** One case of a permission, such as reading the person's own finding or reading someone else's. */
interface Question {
  about: string
  people: PersonKind[]
  situations: Situation[]
  ask: (kind: PersonKind, situation: Situation) => boolean
}

const onApplication = (ask: Question['ask'], about = '', people = casePeople): Question => ({
  about,
  people,
  situations,
  ask,
})
const byRole = (
  ask: (kind: PersonKind) => boolean,
  about = '',
  people = [...libraryPeople, ...outsiders, ...charityPeople],
): Question => ({ about, people, situations: [], ask })

const ofApplication = (permission: ApplicationPermission): Question[] => [
  onApplication((it, at) => can(it.actor, permission, caseOf(it, at))),
]
const ofOrganisation = (permission: OrganisationPermission): Question[] => [
  byRole(it => can(it.actor, permission, { id: 'library' })),
]
const ofAward = (permission: AwardPermission): Question[] => [
  byRole(it => can(it.actor, permission, anAward([]))),
  byRole(
    it => can(it.actor, permission, anAward(['me'])),
    'after a conflict on one of its applications',
    charityPeople,
  ),
  byRole(
    it => can(it.actor, permission, { ...anAward([]), everyCoordinatorIsBarred: true }),
    'when no coordinator can act',
    charityPeople.filter(({ actor }) => !actor.charityRoles.includes('coordinator')),
  ),
]
const ofCharity = (permission: CharityPermission): Question[] => [byRole(({ actor }) => can(actor, permission))]
const finding = (seatId: string, givenAt: string | null) => ({ seatId, givenAt })
const question = (askedBy: string) => ({ askedBy, status: 'open' })

const ofOneEntity = {
  'answer.write_item': () => [
    onApplication(
      (it, at) => can(it.actor, 'answer.write_item', caseOf(it, at), 'asked'),
      'one that the panel asked about',
    ),
    onApplication((it, at) => can(it.actor, 'answer.write_item', caseOf(it, at), 'another'), 'another'),
  ],
  'comment.change': () => [
    onApplication((it, at) => can(it.actor, 'comment.change', caseOf(it, at), { writtenBy: 'me' }), 'own'),
    onApplication(
      (it, at) => can(it.actor, 'comment.change', caseOf(it, at), { writtenBy: 'other' }),
      'someone else’s',
    ),
  ],
  'comment.delete': () => [
    onApplication((it, at) => can(it.actor, 'comment.delete', caseOf(it, at), { writtenBy: 'me' }), 'own'),
    onApplication(
      (it, at) => can(it.actor, 'comment.delete', caseOf(it, at), { writtenBy: 'other' }),
      'someone else’s',
    ),
  ],
  'question.reply': () => [
    onApplication((it, at) => can(it.actor, 'question.reply', caseOf(it, at), question('other')), 'while it is open'),
  ],
  'question.withdraw': () => [
    onApplication((it, at) => can(it.actor, 'question.withdraw', caseOf(it, at), question('me')), 'own'),
    onApplication((it, at) => can(it.actor, 'question.withdraw', caseOf(it, at), question('other')), 'someone else’s'),
  ],
  'example_choice.make': () => [
    onApplication((it, at) => can(it.actor, 'example_choice.make', caseOf(it, at)), 'when it led to an award'),
    onApplication(
      (it, at) => can(it.actor, 'example_choice.make', { ...caseOf(it, at), isAwarded: false, isShared: true }),
      'when it is shared but led to no award',
    ),
  ],
  'panel_meeting.read': () => ofMeeting('panel_meeting.read'),
  'panel_meeting.attend': () => ofMeeting('panel_meeting.attend'),
  'panel_meeting.change': () => ofMeeting('panel_meeting.change'),
  'panel_meeting.order': () => ofMeeting('panel_meeting.order'),
  'seat.read_kind': () => [
    onApplication(
      (it, at) => can(it.actor, 'seat.read_kind', caseOf(it, at), aSeat()),
      'own',
      casePeople.filter(({ seat }) => seat),
    ),
    onApplication(
      (it, at) => can(it.actor, 'seat.read_kind', caseOf(it, at), aSeat({ id: 'other', personId: 'other' })),
      'someone else’s',
    ),
  ],
  'finding.read': () => [
    onApplication(
      (it, at) => can(it.actor, 'finding.read', caseOf(it, at), finding('mine', null)),
      'own',
      casePeople.filter(({ seat }) => seat),
    ),
    onApplication(
      (it, at) => can(it.actor, 'finding.read', caseOf(it, at), finding('other', 'given')),
      'someone else’s, given',
    ),
    onApplication(
      (it, at) => can(it.actor, 'finding.read', caseOf(it, at), finding('other', null)),
      'someone else’s, not given yet',
    ),
  ],
  'finding.read_note': () => [
    onApplication(
      (it, at) => can(it.actor, 'finding.read_note', caseOf(it, at), finding('mine', 'given')),
      'own',
      casePeople.filter(({ seat }) => seat),
    ),
    onApplication(
      (it, at) => can(it.actor, 'finding.read_note', caseOf(it, at), finding('other', 'given')),
      'someone else’s',
    ),
  ],
  'evidence.read': () => [
    ...ofEvidence('evidence.read'),
    ...(['ordinary', 'restricted'] as const).map(sensitivity =>
      onApplication(
        (it, at) => can(it.actor, 'evidence.read', evidence(sensitivity, 'other'), caseOf(it, at)),
        `${sensitivity}, through an application that names it`,
        casePeople.filter(({ actor }) => !actor.memberships.some(({ organisationId }) => organisationId === 'library')),
      ),
    ),
  ],
  'evidence.edit': () => ofEvidence('evidence.edit'),
  'original.read': () => ofEvidence('original.read'),
  'file_to_redact.read': () => [
    ...ofEvidence('file_to_redact.read'),
    byRole(
      ({ actor }) => can(actor, 'file_to_redact.read', evidence('ordinary', 'other'), { uploadedBy: 'me' }),
      'ordinary, someone else’s, with a file added by oneself',
      libraryPeople,
    ),
  ],
  'file_to_redact.keep': () => ofEvidence('file_to_redact.keep'),
  'evidence.transfer': () => ofEvidence('evidence.transfer'),
  'evidence.remove': () => ofEvidence('evidence.remove'),
  'consent.record': () => ofEvidence('consent.record'),
  'consent.withdraw': () => [
    ...ofEvidence('consent.withdraw'),
    onApplication(
      (it, at) => can(it.actor, 'consent.withdraw', evidence('ordinary', 'other'), caseOf(it, at)),
      'through an application that names it',
      casePeople.filter(({ actor }) => !actor.memberships.some(({ organisationId }) => organisationId === 'library')),
    ),
  ],
  'outbox.read_email': () => [
    byRole(it => can(it.actor, 'outbox.read_email', null), 'about no application'),
    onApplication((it, at) => can(it.actor, 'outbox.read_email', caseOf(it, at)), 'about an application'),
  ],
  'invitation.manage': () => [
    byRole(it => can(it.actor, 'invitation.manage', { role: 'appraiser' }), 'of an appraiser'),
    byRole(it => can(it.actor, 'invitation.manage', { role: 'helper' }), 'of a helper'),
    byRole(it => can(it.actor, 'invitation.manage', { role: 'trustee' }), 'of anyone else'),
  ],
  'approval.read': () =>
    approvalCases.map(([about, it]) => byRole(kind => can(kind.actor, 'approval.read', it), about)),
  'approval.answer': () =>
    approvalCases.map(([about, it]) => byRole(kind => can(kind.actor, 'approval.answer', it), about)),
  'history.read_line': () => [
    byRole(it => can(it.actor, 'history.read_line', null), 'about no application'),
    onApplication((it, at) => can(it.actor, 'history.read_line', caseOf(it, at)), 'about an application'),
  ],
} satisfies Partial<Record<Permission, () => Question[]>>

/**
 * A meeting about the application, and a meeting about both it and another application that the person has nothing to
 * do with.
 */
function ofMeeting(permission: MeetingPermission): Question[] {
  const another = caseOf({ called: '', actor: withoutRights('no one'), seat: null, says: null }, situations[0]!)
  return [
    onApplication((it, at) => can(it.actor, permission, { applications: [caseOf(it, at)] }), 'about one application'),
    onApplication(
      (it, at) => can(it.actor, permission, { applications: [caseOf(it, at), { ...another, id: 'another' }] }),
      'with another on its agenda',
    ),
  ]
}

type OfEvidence =
  | 'evidence.read'
  | 'evidence.edit'
  | 'evidence.transfer'
  | 'evidence.remove'
  | 'original.read'
  | 'file_to_redact.read'
  | 'file_to_redact.keep'
  | 'consent.record'
  | 'consent.withdraw'

function ofEvidence(permission: OfEvidence): Question[] {
  const bySensitivity = (['ordinary', 'restricted'] as const).flatMap(sensitivity => [
    byRole(
      ({ actor }) => askOfEvidence(permission, actor, evidence(sensitivity, 'me')),
      `${sensitivity}, own`,
      libraryPeople,
    ),
    byRole(
      ({ actor }) => askOfEvidence(permission, actor, evidence(sensitivity, 'other')),
      `${sensitivity}, someone else’s`,
    ),
  ])
  if (permission !== 'evidence.read') return bySensitivity
  const withdrawn = { ...evidence('ordinary', 'other'), isConsentWithdrawn: true }
  return [
    ...bySensitivity,
    byRole(({ actor }) => askOfEvidence(permission, actor, withdrawn), 'consent withdrawn, someone else’s'),
  ]
}

function askOfEvidence(permission: OfEvidence, actor: PersonKind['actor'], it: EvidenceSubject): boolean {
  if (permission === 'evidence.read' || permission === 'consent.withdraw') return can(actor, permission, it, null)
  if (permission === 'file_to_redact.read') return can(actor, permission, it, { uploadedBy: 'other' })
  return can(actor, permission, it)
}

const evidence = (sensitivity: Sensitivity, ownerId: string): EvidenceSubject => ({
  id: 'evidence',
  organisationId: 'library',
  sensitivity,
  ownerId,
  consentUntil: forever,
  isConsentWithdrawn: false,
})
const anAward = (barred: string[]): Award => ({
  id: 'award',
  organisationId: 'library',
  streamId: 'libraries',
  code: '',
  status: 'valid',
  validTo: null,
  grantedOn: '' as Award['grantedOn'],
  isRecorded: true,
  firstShownAt: null,
  removedAt: null,
  barred,
  everyCoordinatorIsBarred: false,
  version: 1,
})

const newPeople = from('people.invite', 'approval.answer')

const aRequest = (given: Partial<AccessRequest>): AccessRequest => ({
  id: 'request',
  personId: 'new person',
  organisationId: 'library',
  role: 'contributor',
  status: 'waiting',
  approvedBy: [],
  joining: [],
  hasLead: true,
  holdsContent: true,
  hasOneAdministrator: false,
  ...given,
})
const approvalCases: readonly (readonly [about: string, it: AccessRequest])[] = [
  ['in a library with a lead', aRequest({})],
  ['in a library without a lead', aRequest({ hasLead: false })],
  ['as an appraiser', aRequest({ organisationId: null, role: 'appraiser' })],
  ['as a coordinator, trustee or administrator', aRequest({ organisationId: null, role: 'trustee' })],
  [
    'as a trustee, given while there was one administrator',
    aRequest({ organisationId: null, role: 'trustee', status: 'to confirm' }),
  ],
]

const chapters: [heading: string, permissions: readonly Permission[]][] = [
  ['An application', from('application.know', 'history.read')],
  ['Answers', from('answer.read', 'councillor_page.write')],
  ['Working as a team', from('assignment.manage', 'endorsement.ask')],
  ['Declarations and questions', from('declaration.make', 'question.withdraw')],
  ['The panel', from('panel.manage', 'proposal.write')],
  ['Decision and letter', from('decision.make', 'decision_request.answer')],
  ['Calibration', from('calibration_agreement.read', 'calibration_case.manage')],
  ['Examples', from('example_choice.make', 'example.manage')],
  ['Evidence', from('evidence.read', 'evidence.remove')],
  ['An organisation', from('organisation.know', 'award.record')],
  ['An award', from('award.read', 'award.end')],
  ['Recommendations', from('recommendation.list', 'recommendation.close')],
  ['New people', from('people.invite', 'approval.answer')],
  ['The charity team', from('applications.list', 'framework.read').filter(each => !newPeople.includes(each))],
]

function from(first: Permission, last: Permission): readonly Permission[] {
  return allPermissions.slice(allPermissions.indexOf(first), allPermissions.indexOf(last) + 1)
}

/** docs/security/permissions.md: the answers of `can` for every kind of person in every situation. */
export function permissionsText(): string {
  const left = allPermissions.filter(
    permission => !chapters.some(([, permissions]) => permissions.includes(permission)),
  )
  if (left.length > 0) throw new Error(`no chapter for ${left.join(', ')}`)
  return (
    [
      '# Who may do what',
      'Written by `npm run permissions`, which asks `can` in `src/domain/permissions.ts` about every kind of person ' +
        'in every situation. Do not edit it: a test fails when it is out of date.',
      'A person who is not named may not do it. If a person may not know about something, they get the same answer ' +
        'as if it did not exist. The rights of a seat, a coordinator and a trustee depend on their declaration for ' +
        'the application: before it they only know that the application exists, and after a conflict they know ' +
        'nothing. In applications from their own library, members have only that role, whatever other roles they ' +
        'hold. A person with two roles is named only where the second changes the answer. *The charity’s readers* ' +
        'are the panel, and coordinators and trustees who declared no conflict. [The lifecycle](../lifecycle.md) ' +
        'says which moves are possible in each state.',
      ...chapters.flatMap(([heading, permissions]) => [`## ${heading}`, tableOf(permissions)]),
    ].join('\n\n') + '\n'
  )
}

function tableOf(permissions: readonly Permission[]): string {
  return [
    '| may | who | when |',
    '| --- | --- | --- |',
    ...permissions.flatMap(permission => questionsOf(permission).flatMap(question => rowsOf(permission, question))),
  ].join('\n')
}

function questionsOf(permission: Permission): Question[] {
  if (permission in ofOneEntity) return ofOneEntity[permission as keyof typeof ofOneEntity]()
  const [subject] = permission.split('.') as [string]
  if (isAskedOfOrganisation(permission)) return ofOrganisation(permission)
  if (subject === 'award') return ofAward(permission as AwardPermission)
  if (allPermissions.indexOf(permission) >= allPermissions.indexOf('applications.list'))
    return ofCharity(permission as CharityPermission)
  return ofApplication(permission as ApplicationPermission)
}

function isAskedOfOrganisation(permission: Permission): permission is OrganisationPermission {
  return [
    ...from('organisation.know', 'award.record'),
    'recommendation.list',
    'recommendation.answer',
    'consent.list',
  ].includes(permission)
}

/** The rows of one permission. People who have it in the same situations share a row. */
function rowsOf(permission: Permission, { about, people, situations: all, ask }: Question): string[] {
  const what = `${t(`permission.${permission}`)}${about ? ` (${about})` : ''}<br>\`${permission}\``
  const whenOf = (kind: PersonKind): string => {
    if (all.length === 0) return ask(kind, situations[0]!) ? 'always' : ''
    const open = all.filter(situation => ask(kind, situation))
    return inWords(all, open)
  }
  const answers = new Map(people.map(kind => [kind.called, whenOf(kind)]))
  const named = people.filter(
    ({ called, like = [] }) => answers.get(called) && !like.some(other => answers.get(other) === answers.get(called)),
  )
  if (named.length === 0) return [`| ${what} | nobody | |`]
  return [...new Set(named.map(({ called }) => answers.get(called)!))].map((when, index) => {
    const together = named.map(({ called }) => called).filter(called => answers.get(called) === when)
    return `| ${index === 0 ? what : ''} | ${inCircles(together).join('; ')} | ${when} |`
  })
}

function inCircles(names: readonly string[]): readonly string[] {
  return circles.reduce(
    (left, [called, members]) =>
      members.every(name => left.includes(name)) ? [called, ...left.filter(name => !members.includes(name))] : left,
    names,
  )
}

function inWords(all: readonly Situation[], open: readonly Situation[]): string {
  if (open.length === 0) return ''
  if (open.length === all.length) return 'in every state'
  const isSubmitted = all.filter(situation => situation.isSubmitted)
  if (open.length === isSubmitted.length && open.every(situation => situation.isSubmitted)) return 'once submitted'
  const closed = all.filter(situation => !open.includes(situation))
  if (closed.length <= 3) return `in every state but: ${closed.map(({ called }) => called).join('; ')}`
  return open.map(({ called }) => called).join('; ')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync('docs/security', { recursive: true })
  writeFileSync('docs/security/permissions.md', permissionsText())
}
