import {
  addsCriterion,
  changesItem,
  lengthensSummary,
  publishesSchools,
  retires,
  startsDraft,
  translates,
} from '../acts/criteria.ts'
import type { Story } from '../world.ts'

/** Translations of a few short titles. A real charity would get its translation from a translator. */
const welshTitles = {
  learn: 'Dysgu',
  embed: 'Ymgorffori',
  share: 'Rhannu',
  'public-awareness': 'Ymwybyddiaeth y cyhoedd',
  'anti-racism': 'Dysgu am hiliaeth',
  'joining-without-barriers': 'Ymuno heb rwystrau',
  'visible-welcome': 'Croeso gweladwy',
  'english-and-conversation': 'Saesneg a sgwrsio',
  'reaching-out': 'Estyn allan',
  'taking-part': 'Cymryd rhan',
  'children-and-families': 'Plant a theuluoedd',
}

/** A coordinator drafts version 1 of the criteria. There is a second stream. */
export const criteriaStory: Story = on => [
  on(200, '10:00', publishesSchools),
  on(12, '11:20', translates('cy', welshTitles)),
  on(6, '14:10', startsDraft),
  on(
    6,
    '14:40',
    changesItem('visible-welcome', {
      description:
        'Signs, leaflets and web pages are in the languages people speak, and staff can reach an interpreter.',
      evidence: ['Photos of signs, without people', 'Leaflets or web pages', 'Instructions for staff'],
    }),
  ),
  on(
    5,
    '11:05',
    addsCriterion({
      code: 'E14',
      title: 'Safe online',
      area: 'embed',
      description: 'People learn to spot fraud and to protect their accounts.',
      evidence: ['Session plan or handout', 'Dates and attendance'],
      requirement: 'recommended',
      askedIn: ['first', 'renewal', 'reappraisal'],
      renewal: 'confirm',
      perBranch: true,
      freshMonths: 24,
      then: null,
    }),
  ),
  on(4, '09:30', retires('local-movement')),
  on(4, '09:50', lengthensSummary),
]
