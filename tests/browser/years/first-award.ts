import { decides, proposes } from '../../../src/demo/acts/decisions.ts'
import { declares, releases } from '../../../src/demo/acts/casework.ts'
import { keepFiles } from '../../../src/demo/keep-files.ts'
import { charityStory } from '../../../src/demo/stories/charity.ts'
import {
  libraryJoins,
  isChecked,
  isJudged,
  isSeated,
  writesAndSubmits,
} from '../../../src/demo/stories/common-steps.ts'
import { tellStories } from '../../../src/demo/tell-stories.ts'
import { readTexts, type Texts } from '../../../src/demo/texts.ts'
import type { Story } from '../../../src/demo/world.ts'
import type { Day } from '../../../src/domain/time.ts'
import type { Parts } from '../../../src/parts.ts'
import { password, wexcombe } from './people.ts'

/**
 * Gives the library its first award, up to the decision letter. Calls the service's actions instead of using the pages,
 * which ../steps.ts tests.
 */
export async function firstAwardOn(parts: Parts, today: Day): Promise<void> {
  const texts = ownTexts()
  await tellStories(parts, [charityStory, story], { texts, files: keepFiles(parts.files, []), password, today })
}

const story: Story = on => [
  ...libraryJoins(on, 'wexcombe', 119, true),
  ...writesAndSubmits(on, 'wexcombe', 90),
  ...isChecked(on, 'wexcombe', 86),
  ...isSeated(on, 'wexcombe', 78, 'first'),
  ...isJudged(on, 'wexcombe', 68, { panel: 'first', differs: { E3: 'partly met' } }),
  on(48, '18:30', proposes('chair', 'wexcombe', 'awarded with recommendations')),
  on(44, '08:20', declares('trustee', 'wexcombe')),
  on(40, '08:45', decides('wexcombe')),
  on(0, '10:00', releases('wexcombe')),
]

/** The demo's texts for this library only, with its own recommendations for the first decision letter. */
function ownTexts(): Texts {
  const { panel, ...texts } = readTexts()
  const recommendations: Texts['panel']['recommendations'] = [
    {
      kind: 'required',
      item: 'E3',
      body: 'Put up a welcome sign at the mobile library.',
      owner: 'Library manager',
      months: 8,
    },
    {
      kind: 'improvement',
      item: 'E9',
      body: 'Name a second person who looks after the group.',
      owner: 'Library manager',
      months: 14,
    },
  ]
  return { ...texts, panel: { ...panel, recommendations }, libraries: { wexcombe } }
}
