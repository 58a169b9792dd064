import { briefsCouncillors } from '../acts/councillors.ts'
import { sendsThroughLink } from '../acts/upload-links.ts'
import { removesTogether } from '../acts/bulk-changes.ts'
import { choosesCoordinator, isRegistered, addsEvidence, revises, starts } from '../acts/libraries.ts'
import { setsUpRegularEvidence } from '../acts/regular-evidence.ts'
import { addsPartners } from '../acts/partners.ts'
import { recordsConsents, redacts, withdrawsConsent } from '../acts/consents.ts'
import { assigns, comments, marksReady } from '../acts/teamwork.ts'
import { writesSummary, withdraws, writes } from '../acts/answers.ts'
import { asksForEndorsement } from '../acts/endorsements.ts'
import { reportsOn, setsTargets } from '../acts/targets.ts'
import type { Story } from '../world.ts'
import { libraryJoins, learn } from './common-steps.ts'

const hana = 'contributor@demo.example'
const marian = 'lead@demo.example'

/** Nearly complete: 19 of 25 criteria answered, three more need evidence, three are not started. */
const tilverton: Story = on => [
  ...libraryJoins(on, 'tilverton', 19, true),
  on(18, '15:40', choosesCoordinator('tilverton', 'coordinator2')),
  on(
    16,
    '10:05',
    addsEvidence('tilverton', [
      'pledge',
      'plan',
      'joining',
      'joined',
      'training',
      'induction',
      'needs',
      'role',
      'printing',
      'directory',
      'volunteers',
    ]),
  ),
  on(15, '14:10', starts('tilverton')),
  on(15, '14:30', writes('tilverton', ['P1', 'P2', 'P3', 'P4', 'F1'])),
  on(
    14,
    '09:20',
    setsTargets('tilverton', [
      { body: 'Offer the joining leaflet in 5 languages at every branch', owner: hana, inDays: 26 },
      { body: 'Train all front-line staff, with a refresher once a year', inDays: 330 },
      { body: 'Start a conversation café at Quarry Lane', owner: hana, inDays: 500 },
      { body: 'Give our advisory group a say in the budget', inDays: 700 },
    ]),
  ),
  on(
    14,
    '09:50',
    addsEvidence('tilverton', ['sign', 'shelf', 'cafe', 'rhymes', 'visits', 'stock', 'twinning', 'journeys'], hana),
  ),
  on(13, '10:20', writes('tilverton', ['L1', 'L2', 'L3'])),
  on(13, '11:05', assigns('tilverton', ['E4', 'E5', 'E8', 'E10', 'L4', 'E3', 'S2'], { to: hana, inDays: 25 })),
  on(12, '15:30', writes('tilverton', ['E4', 'E5', 'E8', 'E10'], { by: hana })),
  on(10, '10:15', writes('tilverton', ['E1', 'E2', 'E6', 'E7', 'E9'])),
  on(
    9,
    '11:00',
    addsEvidence('tilverton', ['safeguarding', 'partner', 'budget', 'page', 'risk', 'talk', 'leaves', 'room']),
  ),
  on(9, '15:20', addsPartners('tilverton')),
  on(9, '16:05', setsUpRegularEvidence('tilverton')),
  on(8, '09:30', writes('tilverton', ['P5', 'E11', 'E12', 'E13'])),
  on(5, '13:40', writes('tilverton', ['L5', 'S1', 'S4', 'S6'])),
  on(4, '10:30', addsEvidence('tilverton', ['table', 'heard', 'thanks', 'board', 'register'], hana)),
  on(4, '11:10', recordsConsents('tilverton', ['table', 'heard', 'thanks'], hana)),
  on(4, '14:20', briefsCouncillors('tilverton')),
  on(4, '15:10', revises('tilverton', 'joining', hana)),
  on(3, '09:40', redacts('tilverton', 'board', hana)),
  on(3, '09:45', redacts('tilverton', 'register', hana)),
  on(2, '10:15', withdrawsConsent('tilverton', 'thanks', 'R-5', hana)),
  on(2, '16:10', writes('tilverton', ['L4', 'E3', 'S2'], { by: hana, withoutEvidence: true })),
  on(2, '16:40', marksReady('tilverton', 'E5', hana)),
  on(2, '16:45', comments('tilverton', 'L4', { by: hana, body: 'Could we mention the autumn evening first?' })),
  on(1, '09:40', comments('tilverton', 'L4', { by: marian, body: 'Yes please. The leaflet is in the evidence now.' })),
  on(
    3,
    '11:15',
    reportsOn('tilverton', 'Offer the joining leaflet', {
      status: 'under way',
      progress: 'The leaflet is ready in English, Arabic and Ukrainian. Two translations are with the printer.',
    }),
  ),
  on(
    3,
    '15:30',
    asksForEndorsement('tilverton', { group: 'Tilverton City of Sanctuary', email: 'group@tilverton.example' }),
  ),
  on(7, '14:45', addsEvidence('tilverton', ['winterHours', 'draftSigns', 'oldRota'], hana)),
  on(1, '11:35', removesTogether('tilverton', ['winterHours', 'draftSigns', 'oldRota'])),
  on(1, '15:05', addsEvidence('tilverton', ['poets', 'leaflet', 'desk'], hana)),
  on(1, '09:15', sendsThroughLink('tilverton')),
]

/** Withdrew in the last round after a flood, and starts again. */
const pellow: Story = on => [
  ...libraryJoins(on, 'pellow', 118),
  on(110, '10:05', starts('pellow')),
  on(108, '14:30', writes('pellow', learn.slice(0, 3))),
  on(96, '09:15', withdraws('pellow')),
  on(3, '10:25', starts('pellow')),
  on(3, '10:50', writesSummary('pellow')),
  on(2, '14:15', addsEvidence('pellow', ['joining', 'induction'])),
  on(2, '15:00', writes('pellow', ['L2'])),
  on(2, '15:30', writes('pellow', ['E1'], { onlyBegun: true })),
]

/** Has joined, with two items of evidence and no application. */
const strathvannoch: Story = on => [
  ...libraryJoins(on, 'strathvannoch', 9),
  on(4, '11:20', addsEvidence('strathvannoch', ['cafe', 'rhymes'])),
]

/** Its lead was invited on the last working day, and has not accepted yet. */
const hexmoor: Story = on => [on(1, '16:20', isRegistered('hexmoor'))]

export const beginnings = [tilverton, pellow, strathvannoch, hexmoor]
