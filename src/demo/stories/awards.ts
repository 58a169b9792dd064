import { decides, proposes } from '../acts/decisions.ts'
import { isEnded, isExtended, isRecorded, isSuspended } from '../acts/awards.ts'
import { agreesToPractice, preparesPractice } from '../acts/calibration.ts'
import { declares, releases } from '../acts/casework.ts'
import { publishesExample, shares } from '../acts/examples.ts'
import { makesFeed } from '../acts/feeds.ts'
import { addsEvidence } from '../acts/libraries.ts'
import { asks, replies } from '../acts/panel.ts'
import {
  closesRecommendation,
  confirms,
  completesLightRenewal,
  startsRenewal,
  answersAboutTheYear,
} from '../acts/renewals.ts'
import { submits, writesSummary } from '../acts/answers.ts'
import { asksForEndorsement, isEndorsed } from '../acts/endorsements.ts'
import { reportsOn, setsTargets } from '../acts/targets.ts'
import type { Story } from '../world.ts'
import { libraryJoins, isChecked, isJudged, isSeated, writesAndSubmits } from './common-steps.ts'

// Libraries with a current or past award. A year has about 261 working days.

/** Awarded with two recommendations. Its renewal is open and half written. */
const kettlebourne: Story = on => [
  ...libraryJoins(on, 'kettlebourne', 289),
  ...writesAndSubmits(on, 'kettlebourne', 260, { without: ['partner'] }),
  on(
    264,
    '10:20',
    setsTargets('kettlebourne', [
      { body: 'Show the welcome sign at all branches', inDays: 300 },
      { body: 'Offer placements to people seeking sanctuary at two branches', inDays: 420 },
      { body: 'Hold a story evening in Refugee Week every year', inDays: 900 },
    ]),
  ),
  on(
    264,
    '11:00',
    asksForEndorsement('kettlebourne', {
      group: 'Kettlebourne City of Sanctuary',
      email: 'group@kettlebourne.example',
    }),
  ),
  on(
    263,
    '19:40',
    isEndorsed('kettlebourne', {
      answer: 'endorsed',
      name: 'Rosalind Amadi',
      role: 'chair',
      words: 'We know the libraries well. People tell us that staff there greet them by name.',
    }),
  ),
  ...isChecked(on, 'kettlebourne', 256),
  ...isSeated(on, 'kettlebourne', 248, 'first'),
  on(240, '18:10', asks('peer', 'kettlebourne', 'answered', 228)),
  on(234, '09:30', addsEvidence('kettlebourne', ['partner'])),
  on(234, '09:45', replies('kettlebourne', 'partner')),
  ...isJudged(on, 'kettlebourne', 238, { panel: 'first', differs: { E3: 'partly met', E9: 'partly met' } }),
  on(218, '18:30', proposes('chair', 'kettlebourne', 'awarded with recommendations')),
  on(214, '08:20', declares('trustee', 'kettlebourne')),
  on(210, '08:45', decides('kettlebourne')),
  on(204, '10:00', releases('kettlebourne')),
  on(6, '10:15', startsRenewal('kettlebourne')),
  on(6, '10:40', answersAboutTheYear('kettlebourne')),
  on(
    6,
    '11:30',
    reportsOn('kettlebourne', 'Show the welcome sign', {
      status: 'reached',
      progress: 'There is a sign by the door of every branch.',
    }),
  ),
  on(5, '16:20', completesLightRenewal('kettlebourne', true)),
]

/** Awarded with two recommendations. Its renewal is submitted and checked, and is with the trustee. */
const saltmere: Story = on => [
  ...libraryJoins(on, 'saltmere', 302, true),
  ...writesAndSubmits(on, 'saltmere', 271, { few: true }),
  ...isChecked(on, 'saltmere', 267),
  ...isSeated(on, 'saltmere', 262, 'second'),
  ...isJudged(on, 'saltmere', 255, { panel: 'second', differs: { E3: 'partly met', E9: 'partly met' }, inOneGo: true }),
  on(240, '18:30', proposes('otherChair', 'saltmere', 'awarded with recommendations')),
  on(236, '08:20', declares('trustee', 'saltmere')),
  on(234, '08:45', decides('saltmere')),
  on(232, '10:00', releases('saltmere')),
  on(226, '11:10', agreesToPractice('saltmere')),
  on(224, '14:30', preparesPractice('saltmere')),
  on(220, '11:20', shares('saltmere', 'unnamed')),
  on(217, '15:10', publishesExample('saltmere', 'East of England')),
  on(40, '11:30', startsRenewal('saltmere')),
  on(16, '10:30', answersAboutTheYear('saltmere')),
  on(13, '14:10', completesLightRenewal('saltmere')),
  on(12, '09:50', submits('saltmere')),
  ...isChecked(on, 'saltmere', 7),
  on(7, '10:40', closesRecommendation('saltmere', 'E3')),
  on(4, '08:30', declares('trustee', 'saltmere')),
]

/** Awarded before this service. The light renewal was submitted late, so the award's chart shows a gap. */
const thrushcombe: Story = on => [
  ...libraryJoins(on, 'thrushcombe', 301),
  on(298, '11:00', isRecorded('thrushcombe', 128)),
  on(135, '10:30', startsRenewal('thrushcombe')),
  on(112, '11:10', addsEvidence('thrushcombe', ['training', 'week'])),
  on(112, '13:20', answersAboutTheYear('thrushcombe')),
  on(110, '13:20', completesLightRenewal('thrushcombe')),
  on(110, '13:40', writesSummary('thrushcombe')),
  on(110, '14:00', submits('thrushcombe')),
  ...isChecked(on, 'thrushcombe', 106),
  on(103, '08:30', declares('trustee', 'thrushcombe')),
  on(101, '08:40', confirms('thrushcombe')),
  on(98, '10:00', releases('thrushcombe')),
  on(94, '10:30', shares('thrushcombe', 'named')),
  on(90, '14:40', publishesExample('thrushcombe', 'South West')),
  on(20, '09:10', makesFeed('thrushcombe')),
]

/** Overdue, but can still renew for some days. A new lead is waiting for approval. */
const hollinbeck: Story = on => [
  ...libraryJoins(on, 'hollinbeck', 252),
  on(249, '11:20', isRecorded('hollinbeck', 8)),
  on(247, '15:10', addsEvidence('hollinbeck', ['joining'])),
]

/** Lapsed. Only a full reappraisal can make it valid again. */
const fenlow: Story = on => [...libraryJoins(on, 'fenlow', 299), on(296, '11:20', isRecorded('fenlow', 48))]

/** Extended by ten weeks after a flood. */
const carrowdale: Story = on => [
  ...libraryJoins(on, 'carrowdale', 243),
  on(240, '11:40', isRecorded('carrowdale', 15)),
  on(21, '15:10', isExtended('carrowdale', -35)),
]

/** Suspended during an investigation by another body. */
const penmarrow: Story = on => [
  ...libraryJoins(on, 'penmarrow', 199),
  on(196, '11:20', isRecorded('penmarrow', -60)),
  on(9, '08:50', isSuspended('penmarrow')),
]

/** The library service closed, so its award ended. */
const iverholt: Story = on => [
  ...libraryJoins(on, 'iverholt', 169),
  on(166, '11:40', isRecorded('iverholt', -90)),
  on(31, '08:50', isEnded('iverholt')),
]

export const holders = [kettlebourne, saltmere, thrushcombe, hollinbeck, fenlow, carrowdale, penmarrow, iverholt]
