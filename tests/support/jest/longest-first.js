import Sequencer from '@jest/test-sequencer'

/**
 * The folders of the slowest test files, which start first. A slow file that started last would keep one worker busy
 * after the others have finished.
 */
const longest = ['/tests/browser/', '/tests/feature/every-route/', '/tests/faults/']

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => longest.findIndex(folder => path.includes(folder)) + 1 || longest.length + 1
    return super.sort(tests).toSorted((one, other) => place(one) - place(other))
  }
}
