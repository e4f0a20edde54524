const MARGIN_PX = 8

/** Puts a panel on that side of an element where there is room, else on the other, and keeps it within the window, beside the list if it can. */
export function placeBeside(panel: HTMLElement, at: HTMLElement, side: 'above' | 'below' = 'above'): void {
  const { width, height } = panel.getBoundingClientRect()
  const { left, right, top, bottom } = at.getBoundingClientRect()
  const isRightToLeft = getComputedStyle(panel).direction === 'rtl'
  const wished = isRightToLeft ? left : right - width
  const room = at.closest('main')?.getBoundingClientRect()
  const [from, to] = room !== undefined && room.width >= width + 2 * MARGIN_PX ? [room.left, room.right] : [0, innerWidth]
  const x = Math.max(from + MARGIN_PX, Math.min(to - width - MARGIN_PX, wished))
  const above = top - height - MARGIN_PX
  const below = bottom + MARGIN_PX
  const lowest = innerHeight - height - MARGIN_PX
  const isAbove = above >= MARGIN_PX && (side === 'above' || below > lowest)
  panel.style.left = `${x}px`
  panel.style.top = `${Math.max(MARGIN_PX, isAbove ? above : Math.min(below, lowest))}px`
}
