/** What went wrong where there is no page yet to tell it, and what the node said of it. */
export function Complaint({ text, detail }: { readonly text: string; readonly detail?: string }) {
  return (
    <div role="alert">
      <p>{text}</p>
      {detail !== undefined && (
        <p class="hint" lang="en" dir="auto">
          {detail}
        </p>
      )}
    </div>
  )
}
