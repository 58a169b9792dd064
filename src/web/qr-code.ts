// A QR code of a short address (ISO/IEC 18004: bytes, versions 1 to 6, error correction M). Up to there all blocks of a version have one
// length and no version is written into the picture, so the whole of it stays small enough to be ours.

/** By version from 1: error-correcting bytes in a block, blocks, bytes of data in a block. */
const versions = [[10, 1, 16], [16, 1, 28], [26, 1, 44], [18, 2, 32], [24, 2, 43], [16, 4, 27]] as const

/** @returns rows of modules, true is dark; null for a text of more than 106 bytes */
export function qrCode(text: string): boolean[][] | null {
  const bytes = [...new TextEncoder().encode(text)]
  const version = versions.findIndex(([, blocks, data]) => bytes.length + 2 <= blocks * data) + 1
  if (version === 0) return null
  const bits = interleaved(bytes, version)
  const drawn = masks.map((mask, number) => drawnWith(bits, version, mask, number))
  return drawn.toSorted((a, b) => penaltyOf(a) - penaltyOf(b))[0]!
}

/** The modules as one path of an SVG with a viewBox of their number and four of margin around. */
export const pathOf = (code: readonly (readonly boolean[])[]): string =>
  code.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + 4} ${y + 4}h1v1h-1z`] : []))).join('')

function interleaved(bytes: readonly number[], version: number): boolean[] {
  const [correcting, blocks, length] = versions[version - 1]!
  const head = `0100${bytes.length.toString(2).padStart(8, '0')}`
  const body = `${head}${bytes.map(byte => byte.toString(2).padStart(8, '0')).join('')}0000`
  const data = body.match(/.{1,8}/g)!.map(byte => parseInt(byte.padEnd(8, '0'), 2))
  for (let filler = 0xec; data.length < blocks * length; filler ^= 0xec ^ 0x11) data.push(filler)
  const each = Array.from({ length: blocks }, (_, block) => data.slice(block * length, (block + 1) * length))
  const checks = each.map(block => remainderOf(block, correcting))
  const inTurn = (lists: readonly (readonly number[])[], count: number) => Array.from({ length: count }, (_, place) => lists.map(list => list[place]!)).flat()
  return [...inTurn(each, length), ...inTurn(checks, correcting)].flatMap(byte => Array.from({ length: 8 }, (_, bit) => (byte >> (7 - bit) & 1) === 1))
}

// ── Reed and Solomon, over the field of 256 with the polynomial 0x11d ──
function times(a: number, b: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit -= 1) product = (product << 1) ^ (product & 0x80 ? 0x11d : 0) ^ ((b >> bit & 1) * a)
  return product
}

function remainderOf(data: readonly number[], degree: number): number[] {
  let divisor = [1]
  for (let step = 0, root = 1; step < degree; step += 1, root = times(root, 2)) divisor = [...divisor, 0].map((each, place) => each ^ times(divisor[place - 1] ?? 0, root))
  const rest = [...data, ...Array<number>(degree).fill(0)]
  for (let place = 0; place < data.length; place += 1) for (const [offset, each] of divisor.entries()) if (offset > 0) rest[place + offset]! ^= times(each, rest[place]!)
  return rest.slice(data.length)
}

// ── The picture ──
type Mask = (x: number, y: number) => boolean
const masks: readonly Mask[] = [
  (x, y) => (x + y) % 2 === 0, (_x, y) => y % 2 === 0, x => x % 3 === 0, (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0, (x, y) => x * y % 2 + x * y % 3 === 0,
  (x, y) => (x * y % 2 + x * y % 3) % 2 === 0, (x, y) => ((x + y) % 2 + x * y % 3) % 2 === 0,
]

function drawnWith(bits: readonly boolean[], version: number, mask: Mask, number: number): boolean[][] {
  const size = 4 * version + 17
  const fixed = fixedModules(size, version, number)
  const rows = fixed.map(row => row.map(module => module ?? false))
  let next = 0
  for (let right = size - 1; right > 0; right -= right === 8 ? 3 : 2) {
    for (let step = 0; step < size; step += 1) {
      const y = ((right + 1) & 2) === 0 ? size - 1 - step : step
      for (const x of [right, right - 1]) {
        if (fixed[y]![x] !== null) continue
        rows[y]![x] = (bits[next] ?? false) !== mask(x, y)
        next += 1
      }
    }
  }
  return rows
}

/** Finders, timing, the one alignment, and what tells the correction and the mask; null where data goes. */
function fixedModules(size: number, version: number, mask: number): (boolean | null)[][] {
  const rows: (boolean | null)[][] = Array.from({ length: size }, () => Array<boolean | null>(size).fill(null))
  const put = (x: number, y: number, dark: boolean) => { if (x >= 0 && y >= 0 && x < size && y < size) rows[y]![x] = dark }
  for (let place = 0; place < size; place += 1) for (const [x, y] of [[place, 6], [6, place]] as const) put(x, y, place % 2 === 0)
  const square = (cx: number, cy: number, reach: number, light: readonly number[]) => {
    for (let y = -reach; y <= reach; y += 1) for (let x = -reach; x <= reach; x += 1) put(cx + x, cy + y, !light.includes(Math.max(Math.abs(x), Math.abs(y))))
  }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) square(x, y, 4, [2, 4])
  if (version > 1) square(size - 7, size - 7, 2, [1])
  let check = mask << 10                                           // correction M is 00
  for (let bit = 14; bit >= 10; bit -= 1) if (check >> bit & 1) check ^= 0x537 << (bit - 10)
  const format = (mask << 10 | check) ^ 0x5412
  for (let bit = 0; bit < 15; bit += 1) {
    const dark = (format >> bit & 1) === 1
    put(8, bit < 6 ? bit : bit < 8 ? bit + 1 : size - 15 + bit, dark)
    put(bit < 8 ? size - 1 - bit : bit === 8 ? 7 : 14 - bit, 8, dark)
  }
  put(8, size - 8, true)
  return rows
}

/** The fewer long runs, blocks and likenesses of a finder, the easier it is read. */
function penaltyOf(rows: readonly (readonly boolean[])[]): number {
  const lines = [...rows, ...rows.map((_, x) => rows.map(row => row[x]!))].map(line => line.map(dark => (dark ? '1' : '0')).join(''))
  const runs = lines.flatMap(line => line.match(/0{5,}|1{5,}/g) ?? []).reduce((sum, run) => sum + run.length - 2, 0)
  const likeFinders = lines.reduce((sum, line) => sum + [...line.matchAll(/(?=10111010000|00001011101)/g)].length, 0)
  const blocks = rows.slice(1).reduce((sum, row, y) => sum + row.filter((dark, x) => x > 0 && [row[x - 1], rows[y]![x], rows[y]![x - 1]].every(each => each === dark)).length, 0)
  const dark = rows.flat().filter(Boolean).length / rows.length ** 2
  return runs + 40 * likeFinders + 3 * blocks + 10 * Math.floor(Math.abs(dark * 100 - 50) / 5)
}
