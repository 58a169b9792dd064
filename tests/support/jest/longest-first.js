import Sequencer from '@jest/test-sequencer'

/** Begun last, a test file of minutes would keep one worker busy long after the other has nothing left to do. */
const longest = ['/tests/browser/', '/tests/feature/every-route/', '/tests/faults/']

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => longest.findIndex(folder => path.includes(folder)) + 1 || longest.length + 1
    return super.sort(tests).toSorted((one, other) => place(one) - place(other))
  }
}
