import { useState } from 'preact/hooks';
import type {
  ChangeUserData,
  CreateUserData,
  UserResponse,
} from '../../../clients/typescript/src/generated/types.gen.js';
import { api } from '../api.js';
import { FormDialog } from '../parts/form-dialog.js';
import { SelectField } from '../parts/select-field.js';
import { TextField } from '../parts/text-field.js';

interface Props {
  /** None: a new one. */
  user: UserResponse | undefined;
  onClose: () => void;
  onSaved: () => Promise<void>;
  change: (id: number, body: ChangeUserData['body']) => Promise<void>;
}

const ROLES = [
  ['viewer', 'Viewer'],
  ['reviewer', 'Reviewer'],
  ['admin', 'Administrator'],
] as const;
const MAY = {
  viewer: 'Sees documents, files and deliveries.',
  reviewer: 'Also edits, approves, exports and sends again.',
  admin: 'May do everything, with users and settings.',
};

export function UserDialog({ user, onClose, onSaved, change }: Props) {
  const [name, setName] = useState(user?.name ?? '');
  const [email, setEmail] = useState(user?.email ?? '');
  const [role, setRole] = useState<UserResponse['role']>(user?.role ?? 'reviewer');
  const [password, setPassword] = useState('');
  const save = async (): Promise<void> => {
    const secret = password === '' ? {} : { password };
    if (user) {
      await change(user.id, {
        ...(name !== user.name && { name }),
        ...(email !== user.email && { email }),
        ...(role !== user.role && { role }),
        ...secret,
      });
    } else {
      await api<CreateUserData, UserResponse>('POST', '/api/users', {
        body: { name, email, role, ...secret },
      });
    }
    await onSaved();
  };
  return (
    <FormDialog title={user ? `Edit ${user.name}` : 'Add a user'} onClose={onClose} act={save}>
      <div class="fields">
        <TextField label="Name" required maxLength={100} value={name} onInput={setName} />
        <TextField label="E-mail" type="email" required value={email} onInput={setEmail} />
        <SelectField
          label="Role"
          value={role}
          options={ROLES}
          hint={MAY[role]}
          onInput={(value) => setRole(value as UserResponse['role'])}
        />
        <TextField
          label={user ? 'New password' : 'Password'}
          type="password"
          minLength={12}
          maxLength={256}
          autoComplete="new-password"
          value={password}
          onInput={setPassword}
          hint={
            user
              ? 'Empty: it stays. A new one or another role signs the user out.'
              : 'At least 12 characters. Empty: the user enters by the identity provider alone.'
          }
        />
      </div>
    </FormDialog>
  );
}
