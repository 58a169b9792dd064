import { execFileSync } from 'node:child_process'

/** @returns the ids of the processes that a process has started, if their command has all these words */
export const childrenOf = (parent: number, ...words: string[]): number[] =>
  execFileSync('ps', ['-A', '-o', 'ppid=,pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter(line => words.every(word => line.includes(word)))
    .map(line => line.trim().split(/\s+/).map(Number))
    .filter(([parentId]) => parentId === parent)
    .map(([, id]) => id!)
