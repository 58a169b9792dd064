import type { AwardStatus } from '../../../domain/award.ts'
import type { Icon, Status, Tone } from '../../../web/components.ts'
import type { T } from '../../../words/words.ts'

const looks = {
  valid: ['tick', 'done'],
  'renewal open': ['door', 'you'],
  'renewal with us': ['hourglass', 'us'],
  extended: ['arrow-to-bar', 'done'],
  overdue: ['triangle', 'stop'],
  lapsed: ['dash', 'stop'],
  suspended: ['pause', 'stop'],
  ended: ['dash', 'quiet'],
} as const satisfies Record<AwardStatus, [Icon, Tone]>

export const awardStatus = (t: T, status: AwardStatus): Status => ({
  icon: looks[status][0],
  tone: looks[status][1],
  text: t(`award.status.${status}`),
})
