// The order of the tasks on a home page. The task that does most harm if it is missed comes first.

/**
 * The harm done if a task is missed, greatest first:
 *
 * - `service`: nobody is reminded, or no award changes, until someone acts
 * - `lapse`: an award lapses, and then only a full reappraisal makes it valid again
 * - `validity`: an award is not valid, or stops being valid
 * - `application`: a library cannot apply in this round, or its application does not continue
 * - `panel`: a panel cannot finish, and everyone is waiting for it
 * - `wait`: someone waits longer for an answer
 * - `record`: evidence or a response comes late
 * - `tidying`: nothing is lost yet
 */
export const losses = ['service', 'lapse', 'validity', 'application', 'panel', 'wait', 'record', 'tidying'] as const
export type Loss = (typeof losses)[number]

export interface Task {
  loss: Loss
  /** days from today to the date of the task, negative when the task is late; null when it has no date */
  days: number | null
}

/**
 * How many days before its date a task becomes urgent. This is roughly how long the work takes: weeks for an
 * application, an evening or two for findings.
 */
const pressesFrom: Readonly<Record<Loss, number>> = {
  service: Number.POSITIVE_INFINITY,
  lapse: Number.POSITIVE_INFINITY,
  validity: 30,
  application: 60,
  panel: 7,
  wait: 0,
  record: 0,
  tidying: Number.NEGATIVE_INFINITY,
}

/** A task without a date counts as due in this many days. */
const withoutDate = 40
/** A task that someone is waiting for counts as due this many days after the wait began. */
const longestWait = 30

/** A task that has kept someone waiting for `days` days. */
export const waitedFor = (days: number): Task => ({ loss: 'wait', days: longestWait - days })

/**
 * Compares two tasks for sorting. Urgent tasks come first, by greatest harm and then earliest date. The others follow
 * by date.
 */
export function compareTasks(a: Task, b: Task): number {
  if (presses(a) !== presses(b)) return presses(a) ? -1 : 1
  const byLoss = losses.indexOf(a.loss) - losses.indexOf(b.loss)
  const byDate = (a.days ?? withoutDate) - (b.days ?? withoutDate)
  return presses(a) ? byLoss || byDate : byDate || byLoss
}

const presses = ({ loss, days }: Task): boolean => (days ?? withoutDate) <= pressesFrom[loss]
