import { useEffect, useRef, useState } from 'preact/hooks';

interface Props {
  more: (() => void) | undefined;
  /** Goes on with the label, for who does not see what stands above it. */
  what?: string;
}

/** The next page of a list, below what is shown of it. With the last one it goes, and leaves the focus at the end. */
export function MoreButton({ more, what }: Props) {
  const [isAsked, setAsked] = useState(false);
  const end = useRef<HTMLParagraphElement>(null);
  const isOver = isAsked && more === undefined;
  useEffect(() => {
    if (isOver && document.activeElement === document.body) end.current?.focus({ preventScroll: true });
  }, [isOver]);
  if (isOver) {
    return (
      <p ref={end} class="off-screen" tabIndex={-1}>
        The end of the list
      </p>
    );
  }
  return more ? (
    <p class="card-body">
      <button
        type="button"
        onClick={() => {
          setAsked(true);
          more();
        }}
      >
        Show more {what !== undefined && <span class="off-screen">{what}</span>}
      </button>
    </p>
  ) : null;
}
