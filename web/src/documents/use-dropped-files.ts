import { useEffect, useRef, useState } from 'preact/hooks';
import { toast } from '../toasts.js';

/** Files that are dropped anywhere on the page. @returns whether some are held over it */
export function useDroppedFiles(isWanted: boolean, onFiles: (files: readonly File[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  const listener = useRef(onFiles);
  listener.current = onFiles;
  useEffect(() => {
    if (!isWanted) return;
    let depth = 0; // each element that is passed says that it is entered and left
    const follow = (step: number) => (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      depth = Math.max(0, depth + step);
      setOver(depth > 0);
    };
    const drop = (event: DragEvent): void => {
      depth = 0;
      setOver(false);
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      const items = [...event.dataTransfer.items].filter(({ kind }) => kind === 'file');
      const isFolder = (item: DataTransferItem): boolean => item.webkitGetAsEntry()?.isDirectory ?? false;
      const files = items.filter((item) => !isFolder(item)).flatMap((item) => item.getAsFile() ?? []);
      if (items.some(isFolder))
        toast('A folder cannot be uploaded. Open it, and drop the files in it.', 'bad');
      if (files.length > 0) listener.current(files);
    };
    const listeners = { dragenter: follow(1), dragleave: follow(-1), dragover: follow(0), drop };
    const names = Object.keys(listeners) as (keyof typeof listeners)[];
    for (const name of names) window.addEventListener(name, listeners[name]);
    return () => {
      for (const name of names) window.removeEventListener(name, listeners[name]);
    };
  }, [isWanted]);
  return isOver;
}
