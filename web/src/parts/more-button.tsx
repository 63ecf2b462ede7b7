/** The next page of a list, below what is shown of it. */
export function MoreButton({ more }: { more: (() => void) | undefined }) {
  return more ? (
    <p class="card-body">
      <button type="button" onClick={more}>
        Show more
      </button>
    </p>
  ) : null;
}
