/** The 24 words, numbered. */
export function PhraseWords({ phrase }: { readonly phrase: string }) {
  return (
    <ol class="phrase" lang="en" dir="ltr">
      {phrase.split(' ').map((word, index) => (
        // A word may stand there twice.
        <li key={`${index} ${word}`}>{word}</li>
      ))}
    </ol>
  )
}
