/** As near to the end as counts for being there. */
export const END_PX = 24

/** A row and where it stands, in pixels below the upper edge of the window on the messages. */
export interface Anchor {
  readonly message: string
  readonly topPx: number
}

const rowsIn = (box: HTMLElement): NodeListOf<HTMLElement> => box.querySelectorAll<HTMLElement>('[data-message]')

/** The first message that can be seen. */
export function anchorIn(box: HTMLElement): Anchor | undefined {
  const edge = box.getBoundingClientRect().top
  for (const row of rowsIn(box)) {
    const { top, bottom } = row.getBoundingClientRect()
    if (bottom > edge) return { message: row.dataset.message ?? '', topPx: top - edge }
  }
  return undefined
}

/** Puts it back where it was, whatever was drawn above it. */
export function restore(box: HTMLElement, { message, topPx }: Anchor): void {
  const row = box.querySelector(`[data-message="${CSS.escape(message)}"]`)
  if (row === null) return
  const movedPx = row.getBoundingClientRect().top - box.getBoundingClientRect().top - topPx
  if (movedPx !== 0) box.scrollTop += movedPx
}

/** Those whose end can be seen. */
export function shownIn<Id extends string>(box: HTMLElement, sought: ReadonlySet<Id>): readonly Id[] {
  const { top, bottom } = box.getBoundingClientRect()
  return [...sought].filter(id => {
    const row = box.querySelector(`[data-message="${CSS.escape(id)}"]`)
    const end = row?.getBoundingClientRect().bottom
    return end !== undefined && end > top && end <= bottom + 1
  })
}
