import { describe, expect, test } from '@jest/globals'
import { drawSample, needsSample, sampleSize } from '../../src/domain/branch-sample.ts'

const branches = (count: number): string[] => Array.from({ length: count }, (_, at) => `branch${at}`)

describe('the sample of branches', () => {
  test.each([
    [1, 1],
    [6, 6],
    [13, 6],
    [36, 6],
    [37, 7],
    [64, 8],
    [100, 10],
  ])('a sample from %i branches has %i of them', (all, expected) => {
    expect(sampleSize(all)).toBe(expected)
    expect(drawSample(branches(all), 'seed')).toHaveLength(expected)
  })

  test('a sample is drawn in the order of the hashes, as worked out by hand', () => {
    // By `printf 'a:one' | sha256sum`, the hash of a:one starts with 1f1f, of a:two with 4417, of a:three with 0816.
    expect(drawSample(['one', 'two', 'three'], 'a')).toEqual(['three', 'one', 'two'])
  })

  test('a sample is the same for the same seed, whatever the order of the branches', () => {
    const all = branches(64)
    const drawn = drawSample(all, 'one seed')
    expect(drawSample(all.toReversed(), 'one seed')).toEqual(drawn)
    expect(new Set(drawn).size).toBe(8)
    expect(drawSample(all, 'another seed')).not.toEqual(drawn)
  })

  test('branches that must be in a sample come first, and fewer branches are then drawn', () => {
    const all = branches(64)
    const always = [all[40]!, all[7]!]
    const drawn = drawSample(all, 'seed', always)
    expect([drawn.length, drawn.slice(0, 2).toSorted()]).toEqual([8, always.toSorted()])
    const random = drawSample(all, 'seed').filter(id => !always.includes(id))
    expect(drawn.slice(2)).toEqual(random.slice(0, 6))
    expect(drawSample(all, 'seed', all.slice(0, 11)).toSorted()).toEqual(all.slice(0, 11).toSorted())
  })

  test('over many draws, every branch is in the sample about equally often', () => {
    const times = new Map(branches(20).map(id => [id, 0]))
    for (let seed = 0; seed < 2_000; seed += 1)
      for (const id of drawSample([...times.keys()], `seed ${seed}`)) times.set(id, times.get(id)! + 1)
    // 2,000 draws of 6 from 20: 600 each on average, with a standard deviation of about 20
    for (const count of times.values()) expect(Math.abs(count - 600)).toBeLessThan(110)
  })

  test('only an application with more than 12 branches needs a sample', () => {
    expect([needsSample(12), needsSample(13)]).toEqual([false, true])
  })
})
