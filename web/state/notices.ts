import { signal, type ReadonlySignal } from '@preact/signals'

const SHOWN_MS = 8_000
const MOST = 3

export interface Notice {
  readonly id: number
  readonly text: string
  /** In the words of the node, which speaks English. */
  readonly detail?: string
  readonly tone: 'plain' | 'bad'
}

/** What is told in passing. */
export interface Notices {
  readonly all: ReadonlySignal<readonly Notice[]>
  tell(text: string, more?: { detail?: string; tone?: Notice['tone'] }): void
  dismiss(id: number): void
}

export function createNotices(): Notices {
  const all = signal<readonly Notice[]>([])
  let lastId = 0
  const dismiss = (id: number): void => {
    all.value = all.value.filter(notice => notice.id !== id)
  }
  return {
    all,
    dismiss,
    tell(text, { detail, tone = 'plain' } = {}) {
      const id = ++lastId
      all.value = [...all.value, { id, text, tone, ...(detail === undefined ? {} : { detail }) }].slice(-MOST)
      setTimeout(() => dismiss(id), SHOWN_MS)
    }
  }
}
