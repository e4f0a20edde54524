const MARGIN_PX = 8

/** Puts a panel above an element where there is room, else below, and keeps it within the window. */
export function placeBeside(panel: HTMLElement, at: HTMLElement): void {
  const { width, height } = panel.getBoundingClientRect()
  const { left, right, top, bottom } = at.getBoundingClientRect()
  const isRightToLeft = getComputedStyle(panel).direction === 'rtl'
  const wished = isRightToLeft ? left : right - width
  const x = Math.max(MARGIN_PX, Math.min(innerWidth - width - MARGIN_PX, wished))
  const above = top - height - MARGIN_PX
  const y = above >= MARGIN_PX ? above : Math.min(bottom + MARGIN_PX, innerHeight - height - MARGIN_PX)
  panel.style.left = `${x}px`
  panel.style.top = `${Math.max(MARGIN_PX, y)}px`
}
