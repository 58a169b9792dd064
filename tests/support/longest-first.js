import Sequencer from '@jest/test-sequencer'

/**
 * The walks in a browser take minutes each: begun last, they would keep one worker busy long after the other has
 * nothing left to do.
 */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const others = super.sort(tests)
    const isWalk = ({ path }) => path.includes('/tests/browser/')
    return [...others.filter(isWalk), ...others.filter(test => !isWalk(test))]
  }
}
