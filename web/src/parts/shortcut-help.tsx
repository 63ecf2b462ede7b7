import { useState } from 'preact/hooks';
import { areShortcutsOn, switchShortcuts } from '../use-shortcuts.js';
import { Dialog } from './dialog.js';

/** Which keys do what, and the switch for them. */
export function ShortcutHelp({
  keys,
  onClose,
}: {
  keys: Readonly<Record<string, string>>;
  onClose: () => void;
}) {
  const [isOn, setOn] = useState(areShortcutsOn);
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      <dl class="facts">
        {Object.entries(keys).map(([key, what]) => [
          <dt key={key}>
            <kbd>{key}</kbd>
          </dt>,
          <dd key={`${key} does`}>{what}</dd>,
        ])}
      </dl>
      <p>
        <label class="inline">
          <input
            type="checkbox"
            checked={isOn}
            onChange={({ currentTarget: { checked } }) => {
              switchShortcuts(checked);
              setOn(checked);
            }}
          />
          Single keys do that
        </label>
      </p>
    </Dialog>
  );
}
