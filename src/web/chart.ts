// Charts drawn on the server: shapes with positions in per cent, so that text keeps its size on a phone.
// Each has a table with the same numbers.
import type { Link, Table } from './components.ts'

/** The meaning of a colour. `with us` is waiting for us, `stop` needs action, `quiet` is the year before. */
export type ChartTone = 'main' | 'second' | 'third' | 'with us' | 'stop' | 'quiet'

interface Shape {
  className: string
  x: string
  y: number
  width: string
  height: number
}
interface Label {
  className: string
  text: string
  x: string
  y: number
  anchor: 'start' | 'middle' | 'end'
}

export interface Chart {
  id: string
  title: string
  lead: string | null
  /** what the colours mean; empty for one colour */
  key: readonly { className: string; text: string }[]
  picture: { height: number; description: string; shapes: readonly Shape[]; labels: readonly Label[] }
  table: Table
  download: Link | null
}

/** One line of bars or one column. Its parts are beside or above each other. */
export interface ChartLine {
  label: string
  /** the number as text */
  value: string
  parts: readonly { tone: ChartTone; size: number }[]
  /** a label that a narrow screen leaves out */
  isMinor?: boolean
}

const classOf: Record<ChartTone, string> = {
  main: 'c-a',
  second: 'c-b',
  third: 'c-d',
  'with us': 'c-c',
  stop: 'c-stop',
  quiet: 'c-quiet',
}

export const chartKey = (...entries: [ChartTone, string][]): Chart['key'] =>
  entries.map(([tone, text]) => ({ className: classOf[tone], text }))

const percent = (share: number): string => `${Math.round(share * 10_000) / 100}%`
const totalOf = ({ parts }: ChartLine): number => parts.reduce((sum, { size }) => sum + size, 0)
const largestOf = (lines: readonly ChartLine[]): number => Math.max(1, ...lines.map(totalOf))
const describe = (lines: readonly ChartLine[]): string =>
  lines.map(({ label, value }) => `${label}: ${value}.`).join(' ')

const lineHeight = 48

/** Horizontal bars under their labels. */
export function bars(lines: readonly ChartLine[]): Chart['picture'] {
  const largest = largestOf(lines)
  const shapes: Shape[] = []
  const labels: Label[] = []
  for (const [index, line] of lines.entries()) {
    const top = index * lineHeight
    labels.push(
      { className: 'c-text', text: line.label, x: '0', y: top + 17, anchor: 'start' },
      { className: 'c-num', text: line.value, x: '100%', y: top + 17, anchor: 'end' },
    )
    shapes.push({ className: 'c-track', x: '0', y: top + 24, width: '100%', height: 14 })
    let before = 0
    for (const { tone, size } of line.parts.filter(part => part.size > 0)) {
      const [x, width] = [percent(before / largest), percent(size / largest)]
      shapes.push({ className: classOf[tone], x, y: top + 24, width, height: 14 })
      before += size
    }
  }
  return { height: lines.length * lineHeight, description: describe(lines), shapes, labels }
}

const columnsBottom = 186
const columnsTop = 26

/** Columns beside each other with their labels below, such as months. */
export function columns(lines: readonly ChartLine[]): Chart['picture'] {
  const largest = largestOf(lines)
  const share = 1 / lines.length
  const shapes: Shape[] = []
  const labels: Label[] = []
  for (const [index, line] of lines.entries()) {
    const middle = percent((index + 0.5) * share)
    let bottom = columnsBottom
    for (const { tone, size } of line.parts.filter(part => part.size > 0)) {
      const height = Math.round((size / largest) * (columnsBottom - columnsTop))
      bottom -= height
      const x = percent((index + 0.19) * share)
      shapes.push({ className: classOf[tone], x, y: bottom, width: percent(0.62 * share), height })
    }
    const minor = line.isMinor ? ' c-minor' : ''
    labels.push(
      { className: 'c-num', text: line.value, x: middle, y: bottom - 6, anchor: 'middle' },
      { className: `c-text${minor}`, text: line.label, x: middle, y: 206, anchor: 'middle' },
    )
  }
  shapes.push({ className: 'c-axis', x: '0', y: columnsBottom, width: '100%', height: 2 })
  return { height: 212, description: describe(lines), shapes, labels }
}
